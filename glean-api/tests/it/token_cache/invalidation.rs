use glean_testkit::Reply;

use super::stage::text;
use super::{SECOND, Stage};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn an_invalidated_token_is_gone_at_once() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);
    let grace = text(&cache.get("grace@example.com").await);

    cache.invalidate("ADA@example.com");

    assert_ne!(text(&cache.get(ADA).await), first);
    assert_eq!(text(&cache.get("grace@example.com").await), grace);
    assert_eq!(cache.counters().invalidations, 1);
}

#[tokio::test]
async fn a_mint_under_way_is_let_go_and_its_token_not_kept() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.script([Reply::ok().delay(SECOND)]);

    let (before, after) = tokio::join!(cache.get(ADA), async {
        stage.settle().await;
        cache.invalidate(ADA);
        let after = cache.get(ADA).await;
        stage.clock.advance(SECOND);
        stage.settle().await;
        after
    });

    assert_ne!(text(&before), text(&after));
    assert_eq!(text(&cache.get(ADA).await), text(&after));
    assert_eq!(stage.minted_for_ada(), 2);
}

#[tokio::test]
async fn all_are_gone_when_the_cache_is_cleared() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);
    cache.get("grace@example.com").await.unwrap();

    cache.clear();

    assert!(cache.is_empty());
    assert_ne!(text(&cache.get(ADA).await), first);
}

#[tokio::test]
async fn invalidating_what_is_not_there_does_nothing() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);

    cache.invalidate("grace@example.com");
    cache.invalidate("");
    cache.invalidate_own();

    assert_eq!(text(&cache.get(ADA).await), first);
}
