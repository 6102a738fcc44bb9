//! What a 429 asks for is kept, and no other failure is.

use glean_api::token_cache::TokenCacheErrorKind;
use glean_testkit::Reply;

use super::stage::text;
use super::{HOUR, MINUTE, SECOND, Stage};

const ADA: &str = "ada@example.com";
const GRACE: &str = "grace@example.com";

#[tokio::test]
async fn a_429_holds_further_mints_for_that_user_until_it_says() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage
        .fake
        .script([Reply::status(429).retry_after_seconds(60)]);
    let error = cache.get(ADA).await.unwrap_err();
    assert_eq!(error.kind(), TokenCacheErrorKind::Mint);
    assert_eq!(error.retry_after(), Some(MINUTE));

    stage.clock.advance(59 * SECOND);
    let error = cache.get(ADA).await.unwrap_err();

    assert_eq!(error.kind(), TokenCacheErrorKind::Held);
    assert_eq!(
        error.to_string(),
        "no token is minted for this user for another 1s, as the server asked"
    );
    assert_eq!(error.retry_after(), Some(SECOND));
    assert!(error.is_retryable());
    assert_eq!(
        error.call().unwrap().to_string(),
        "createToken: 429 Too Many Requests"
    );
    cache.get(GRACE).await.unwrap();
    assert_eq!((stage.fake.calls(), cache.counters().held), (2, 1));
    stage.clock.advance(SECOND);
    cache.get(ADA).await.unwrap();
    assert_eq!(stage.fake.calls(), 3);
}

#[tokio::test]
async fn a_429_that_says_nothing_holds_for_a_second() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.script([Reply::status(429)]);
    cache.get(ADA).await.unwrap_err();

    let error = cache.get(ADA).await.unwrap_err();

    assert_eq!(error.retry_after(), Some(SECOND));
    stage.clock.advance(SECOND);
    cache.get(ADA).await.unwrap();
    assert_eq!(stage.fake.calls(), 2);
}

#[tokio::test]
async fn no_other_failure_holds() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.script([
        Reply::status(503).retry_after_seconds(60),
        Reply::status(401),
        Reply::status(500),
    ]);

    for _ in 0..3 {
        let error = cache.get(ADA).await.unwrap_err();
        assert_eq!(error.kind(), TokenCacheErrorKind::Mint);
    }

    cache.get(ADA).await.unwrap();
    assert_eq!((stage.fake.calls(), cache.counters().held), (4, 0));
}

#[tokio::test]
async fn a_429_to_a_refresh_keeps_the_token_and_holds_beyond_its_end() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);
    stage.clock.advance(2 * HOUR - 2 * MINUTE);
    stage
        .fake
        .script([Reply::status(429).retry_after_seconds(180)]);
    cache.get(ADA).await.unwrap();
    stage.settle().await;

    stage.clock.advance(MINUTE);
    assert_eq!(text(&cache.get(ADA).await), first);
    stage.clock.advance(MINUTE);
    let error = cache.get(ADA).await.unwrap_err();

    assert_eq!(error.kind(), TokenCacheErrorKind::Held);
    assert_eq!(error.retry_after(), Some(MINUTE));
    assert_eq!(stage.fake.calls(), 2);
    stage.clock.advance(MINUTE);
    cache.get(ADA).await.unwrap();
}

#[tokio::test]
async fn invalidating_lifts_a_hold() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage
        .fake
        .script([Reply::status(429).retry_after_seconds(60)]);
    cache.get(ADA).await.unwrap_err();

    cache.invalidate(ADA);

    cache.get(ADA).await.unwrap();
}

#[tokio::test]
async fn a_wait_beyond_all_clocks_does_no_harm() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage
        .fake
        .script([Reply::status(429).retry_after_seconds(u64::MAX)]);
    cache.get(ADA).await.unwrap_err();

    let error = cache.get(ADA).await.unwrap_err();

    assert_eq!(error.kind(), TokenCacheErrorKind::Held);
}
