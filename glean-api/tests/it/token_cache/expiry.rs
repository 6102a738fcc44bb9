//! Nothing that has expired is given out.

use std::time::Duration;

use glean_api::token_cache::TokenCacheErrorKind;
use glean_api::transport::time::Clock;
use glean_testkit::Skew;

use super::stage::text;
use super::{HOUR, MINUTE, SECOND, Stage, Tasks, once};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn a_token_is_given_until_the_skew_before_its_end_and_not_after() {
    for skew in [Duration::ZERO, 30 * SECOND, 10 * MINUTE] {
        let stage = Stage::new();
        let builder = stage.builder().no_refresh_ahead();
        let cache = builder.clock_skew(skew).build().unwrap();
        let first = text(&cache.get(ADA).await);

        stage.clock.advance(2 * HOUR - skew - SECOND);
        assert_eq!(text(&cache.get(ADA).await), first, "{skew:?}");
        stage.clock.advance(SECOND);
        let second = cache.get(ADA).await;

        assert_ne!(text(&second), first, "{skew:?}");
        assert_eq!(stage.fake.calls(), 2);
    }
}

#[tokio::test]
async fn thirty_seconds_are_kept_back_unless_set() {
    let stage = Stage::new();
    let cache = stage.builder().no_refresh_ahead().build().unwrap();
    let first = text(&cache.get(ADA).await);

    stage.clock.advance(2 * HOUR - 31 * SECOND);
    assert_eq!(text(&cache.get(ADA).await), first);
    stage.clock.advance(SECOND);
    assert_ne!(text(&cache.get(ADA).await), first);
}

/// This machine's clock is behind the server's, so that by it a token seems to live longer.
#[tokio::test]
async fn a_clock_that_is_behind_gives_out_nothing_that_the_server_calls_expired() {
    let stage = Stage::new();
    stage.fake.skew_clock(Skew::Ahead(10 * MINUTE));
    let builder = stage.builder().no_refresh_ahead();
    let cache = builder.clock_skew(Duration::ZERO).build().unwrap();
    let first = text(&cache.get(ADA).await);

    stage.clock.advance(2 * HOUR - 2 * SECOND);
    assert_eq!(text(&cache.get(ADA).await), first);
    stage.clock.advance(2 * SECOND);

    assert_ne!(text(&cache.get(ADA).await), first);
}

#[tokio::test]
async fn a_clock_that_is_ahead_gives_out_nothing_that_it_calls_expired_itself() {
    let stage = Stage::new();
    stage.fake.skew_clock(Skew::Behind(10 * MINUTE));
    let builder = stage.builder().no_refresh_ahead();
    let cache = builder.clock_skew(Duration::ZERO).build().unwrap();
    let first = text(&cache.get(ADA).await);

    stage.clock.advance(2 * HOUR - 10 * MINUTE - SECOND);
    assert_eq!(text(&cache.get(ADA).await), first);
    stage.clock.advance(SECOND);
    let second = cache.get(ADA).await;

    assert!(!second.unwrap().is_expired(stage.clock.system_time()));
    assert_eq!(stage.fake.calls(), 2);
}

#[tokio::test]
async fn a_token_that_comes_expired_is_an_error_and_is_not_kept() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.set_token_lifetime(30 * SECOND);

    let error = cache.get(ADA).await.unwrap_err();

    assert_eq!(error.kind(), TokenCacheErrorKind::Expired);
    assert_eq!(
        error.to_string(),
        "the token minted is of no use any more: it lives no longer than the clock skew that is \
         allowed for, or a clock is off"
    );
    assert!(!error.is_retryable() && error.call().is_none());
    assert_eq!((cache.len(), cache.counters().failures), (0, 1));
}

#[tokio::test]
async fn a_token_that_expires_before_its_waiter_is_polled_is_minted_anew() {
    let stage = Stage::new();
    let tasks = Tasks::default();
    let cache = stage.builder().spawn(tasks.clone()).build().unwrap();
    let mut get = Box::pin(cache.get(ADA));
    assert!(once(&mut get).await.is_none());
    tasks.run().await;

    stage.clock.advance(2 * HOUR);
    assert!(once(&mut get).await.is_none());
    tasks.run().await;

    let minted = get.await.unwrap();
    assert!(!minted.is_expired(stage.clock.system_time()));
    assert_eq!(stage.fake.calls(), 2);
}
