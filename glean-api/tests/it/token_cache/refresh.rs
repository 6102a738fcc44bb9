//! Minting ahead of an expiry.

use std::time::Duration;

use glean_testkit::Reply;

use super::stage::text;
use super::{HOUR, MINUTE, SECOND, Stage, Tasks};

const ADA: &str = "ada@example.com";
/// Half an hour before the end, less what is kept back for the skew.
const DUE: Duration = Duration::from_secs(2 * 3600 - 30 - 30 * 60);

#[tokio::test]
async fn a_token_is_refreshed_once_and_off_the_callers_path() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);
    stage.clock.advance(DUE - SECOND);
    cache.get(ADA).await.unwrap();
    assert_eq!(cache.counters().refreshes, 0);

    stage.fake.script([Reply::ok().delay(10 * SECOND)]);
    stage.clock.advance(SECOND);
    for _ in 0..100 {
        assert_eq!(text(&cache.get(ADA).await), first);
        stage.settle().await;
    }
    stage.clock.advance(10 * SECOND);
    stage.settle().await;

    assert_ne!(text(&cache.get(ADA).await), first);
    assert_eq!(stage.minted_for_ada(), 2);
    let counters = cache.counters();
    assert_eq!((counters.refreshes, counters.mints), (1, 2));
    assert_eq!(
        (counters.misses, counters.waits, counters.hits),
        (1, 0, 102)
    );
}

#[tokio::test]
async fn the_caller_is_answered_before_the_refresh_has_begun() {
    let stage = Stage::new();
    let tasks = Tasks::default();
    let cache = stage.builder().spawn(tasks.clone()).build().unwrap();
    let (first, ()) = tokio::join!(cache.get(ADA), async {
        tokio::task::yield_now().await;
        tasks.run().await;
    });
    stage.clock.advance(DUE);

    let second = cache.get(ADA).await;

    assert_eq!(text(&second), text(&first));
    assert_eq!((tasks.len(), stage.fake.calls()), (1, 1));
    tasks.run().await;
    assert_ne!(text(&cache.get(ADA).await), text(&first));
}

#[tokio::test]
async fn a_refresh_that_fails_keeps_the_token_and_backs_off() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);
    stage.clock.advance(DUE);
    stage.fake.script([
        Reply::status(503),
        Reply::status(401),
        Reply::status(503).retry_after_seconds(120),
        Reply::ok(),
    ]);

    // Twice as long each time, and no earlier than the server asked.
    for (calls, wait) in [(2, 10 * SECOND), (3, 20 * SECOND), (4, 120 * SECOND)] {
        assert_eq!(text(&cache.get(ADA).await), first);
        stage.settle().await;
        assert_eq!(stage.fake.calls(), calls);
        stage.clock.advance(wait - SECOND);
        assert_eq!(text(&cache.get(ADA).await), first);
        stage.settle().await;
        assert_eq!(stage.fake.calls(), calls, "it came early");
        stage.clock.advance(SECOND);
    }
    assert_eq!(text(&cache.get(ADA).await), first);
    stage.settle().await;

    assert_ne!(text(&cache.get(ADA).await), first);
    assert_eq!((cache.counters().failures, cache.counters().mints), (3, 2));
}

#[tokio::test]
async fn the_back_off_has_an_end() {
    let stage = Stage::new();
    let builder = stage.builder().refresh_backoff(MINUTE, 2 * MINUTE);
    let cache = builder.build().unwrap();
    let first = text(&cache.get(ADA).await);
    stage.clock.advance(DUE);

    for (calls, wait) in [(2, MINUTE), (3, 2 * MINUTE), (4, 2 * MINUTE)] {
        stage.fake.script([Reply::status(500)]);
        assert_eq!(text(&cache.get(ADA).await), first);
        stage.settle().await;
        assert_eq!(stage.fake.calls(), calls);
        stage.clock.advance(wait);
    }
}

#[tokio::test]
async fn a_token_that_dies_while_its_refresh_fails_is_minted_by_the_next_who_asks() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);
    stage.clock.advance(2 * HOUR - 31 * SECOND);
    stage.fake.script([Reply::status(500)]);
    assert_eq!(text(&cache.get(ADA).await), first);
    stage.settle().await;

    stage.clock.advance(SECOND);

    assert_ne!(text(&cache.get(ADA).await), first);
    assert_eq!(stage.fake.calls(), 3);
}

#[tokio::test]
async fn who_asks_when_the_token_has_died_joins_a_refresh_that_is_under_way() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);
    stage.clock.advance(2 * HOUR - 31 * SECOND);
    stage.fake.script([Reply::ok().delay(10 * SECOND)]);
    assert_eq!(text(&cache.get(ADA).await), first);
    stage.settle().await;
    stage.clock.advance(SECOND);

    let (second, ()) = tokio::join!(cache.get(ADA), async {
        stage.settle().await;
        stage.clock.advance(9 * SECOND);
    });

    assert_ne!(text(&second), first);
    assert_eq!((stage.fake.calls(), cache.counters().waits), (2, 1));
}

#[tokio::test]
async fn a_token_of_a_short_life_is_refreshed_in_its_second_half_only() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.set_token_lifetime(10 * MINUTE + 30 * SECOND);
    let first = text(&cache.get(ADA).await);

    stage.clock.advance(5 * MINUTE - SECOND);
    cache.get(ADA).await.unwrap();
    assert_eq!(cache.counters().refreshes, 0);
    stage.clock.advance(SECOND);
    cache.get(ADA).await.unwrap();
    stage.settle().await;

    assert_eq!(cache.counters().refreshes, 1);
    assert_ne!(text(&cache.get(ADA).await), first);
}

#[tokio::test]
async fn a_refresh_that_is_dropped_is_begun_anew() {
    let stage = Stage::new();
    let tasks = Tasks::default();
    let cache = stage.builder().spawn(tasks.clone()).build().unwrap();
    let (first, ()) = tokio::join!(cache.get(ADA), async {
        tokio::task::yield_now().await;
        tasks.run().await;
    });
    stage.clock.advance(DUE);
    cache.get(ADA).await.unwrap();

    drop(tasks.take());
    stage.clock.advance(10 * SECOND);
    assert_eq!(text(&cache.get(ADA).await), text(&first));

    assert_eq!(tasks.len(), 1);
}

#[tokio::test]
async fn without_refresh_ahead_the_token_is_used_up() {
    let stage = Stage::new();
    let cache = stage.builder().no_refresh_ahead().build().unwrap();
    cache.get(ADA).await.unwrap();

    stage.clock.advance(2 * HOUR - 31 * SECOND);
    cache.get(ADA).await.unwrap();
    stage.settle().await;

    assert_eq!((stage.fake.calls(), cache.counters().refreshes), (1, 0));
}
