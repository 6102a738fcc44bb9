//! What is counted, and what a hook is told.

use std::sync::{Arc, Mutex};

use glean_api::token_cache::{TokenCacheEvent, TokenCacheHook};
use glean_testkit::Reply;

use super::{HOUR, MINUTE, SECOND, Stage};

const ADA: &str = "ada@example.com";

#[derive(Debug, Default)]
struct Told(Mutex<Vec<String>>);

impl TokenCacheHook for Told {
    fn on_event(&self, event: &TokenCacheEvent<'_>) {
        let told = match event {
            TokenCacheEvent::Minted { elapsed, ahead, .. } => {
                format!("minted in {elapsed:?}, ahead: {ahead}")
            }
            TokenCacheEvent::MintFailed { error, ahead, .. } => {
                format!("{}, ahead: {ahead}", error.call().unwrap())
            }
            other => format!("{other:?}"),
        };
        self.0.lock().unwrap().push(told);
    }
}

#[tokio::test]
async fn a_hook_is_told_each_thing_as_it_happens() {
    let stage = Stage::new();
    let told = Arc::new(Told::default());
    let cache = stage.builder().hook(Arc::clone(&told)).build().unwrap();
    stage
        .fake
        .script([Reply::status(429).retry_after_seconds(1)]);

    cache.get(ADA).await.unwrap_err();
    cache.get(ADA).await.unwrap_err();
    stage.clock.advance(SECOND);
    stage.fake.script([Reply::ok().delay(SECOND)]);
    let (..) = tokio::join!(cache.get(ADA), cache.get(ADA), async {
        stage.clock.wait_for_sleepers(1).await;
        stage.clock.advance(SECOND);
    });
    stage.clock.advance(2 * HOUR - 10 * MINUTE);
    stage.fake.script([Reply::status(500)]);
    cache.get(ADA).await.unwrap();
    stage.settle().await;
    stage.clock.advance(MINUTE);
    cache.get(ADA).await.unwrap();
    stage.settle().await;
    cache.invalidate(ADA);

    let expected = [
        "Miss",
        "createToken: 429 Too Many Requests, ahead: false",
        "Held",
        "Miss",
        "Wait",
        "minted in 1s, ahead: false",
        "Hit",
        "createToken: 500 Internal Server Error, ahead: true",
        "Hit",
        "minted in 0ns, ahead: true",
        "Invalidated",
    ];
    assert_eq!(*told.0.lock().unwrap(), expected);
}

#[tokio::test]
async fn the_counters_add_up() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage
        .fake
        .script([Reply::status(429).retry_after_seconds(1), Reply::ok()]);

    for _ in 0..2 {
        cache.get(ADA).await.unwrap_err();
    }
    stage.clock.advance(SECOND);
    for _ in 0..3 {
        cache.get(ADA).await.unwrap();
    }
    let (..) = tokio::join!(
        cache.get("grace@example.com"),
        cache.get("grace@example.com")
    );

    let counters = cache.counters();
    assert_eq!(
        (
            counters.hits,
            counters.misses,
            counters.waits,
            counters.held
        ),
        (2, 3, 1, 1)
    );
    assert_eq!((counters.mints, counters.failures), (2, 1));
    let shown = format!("{cache:?}");
    assert!(shown.contains("len: 2"), "{shown}");
    assert!(
        shown.contains("hits: 2, misses: 3, waits: 1, held: 1"),
        "{shown}"
    );
}

#[derive(Debug)]
struct Meddler(Mutex<Option<glean_api::token_cache::TokenCache>>);

impl TokenCacheHook for Meddler {
    fn on_event(&self, event: &TokenCacheEvent<'_>) {
        let cache = self.0.lock().unwrap().clone();
        if let (Some(cache), TokenCacheEvent::Minted { .. }) = (cache, event) {
            cache.invalidate(ADA);
            assert!(cache.counters().mints > 0);
        }
    }
}

#[tokio::test]
async fn a_hook_may_use_the_cache() {
    let stage = Stage::new();
    let meddler = Arc::new(Meddler(Mutex::default()));
    let cache = stage.builder().hook(Arc::clone(&meddler)).build().unwrap();
    *meddler.0.lock().unwrap() = Some(cache.clone());

    cache.get(ADA).await.unwrap();

    assert!(cache.is_empty(), "it was invalidated while it was minted");
    *meddler.0.lock().unwrap() = None;
}
