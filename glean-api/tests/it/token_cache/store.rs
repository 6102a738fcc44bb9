//! Replicas over one store, and a store that fails.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use glean_api::RequestOptions;
use glean_api::token_cache::TokenCache;
use glean_api::token_cache::store::{
    MemoryTokenStore, StoreError, StoreKey, StoreLock, StoredToken, TokenStore,
};
use glean_testkit::Reply;

use super::stage::text;
use super::{HOUR, MINUTE, SECOND, Stage, Tasks, once};

const ADA: &str = "ada@example.com";

/// A store that can be made to fail, or to answer nothing.
#[derive(Clone, Debug)]
struct Moody {
    inner: MemoryTokenStore,
    fails: Arc<AtomicBool>,
    hangs: Arc<AtomicBool>,
    calls: Arc<AtomicUsize>,
}

impl Moody {
    async fn mood(&self) -> Result<&MemoryTokenStore, StoreError> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        if self.hangs.load(Ordering::Relaxed) {
            pending::<()>().await;
        }
        if self.fails.load(Ordering::Relaxed) {
            return Err("the store is away".into());
        }
        Ok(&self.inner)
    }
}

#[async_trait]
impl TokenStore for Moody {
    async fn load(&self, key: &StoreKey) -> Result<Option<StoredToken>, StoreError> {
        self.mood().await?.load(key).await
    }

    async fn store(&self, key: &StoreKey, token: StoredToken) -> Result<(), StoreError> {
        self.mood().await?.store(key, token).await
    }

    async fn remove(&self, key: &StoreKey) -> Result<(), StoreError> {
        self.mood().await?.remove(key).await
    }

    async fn try_lock(
        &self,
        key: &StoreKey,
        lease: Duration,
    ) -> Result<Option<StoreLock>, StoreError> {
        self.mood().await?.try_lock(key, lease).await
    }

    async fn unlock(&self, key: &StoreKey, lock: StoreLock) -> Result<(), StoreError> {
        self.mood().await?.unlock(key, lock).await
    }
}

impl Stage {
    fn store(&self) -> Moody {
        Moody {
            inner: MemoryTokenStore::with_clock(self.clock.clone()),
            fails: Arc::default(),
            hangs: Arc::default(),
            calls: Arc::default(),
        }
    }

    fn replica(&self, store: &Moody) -> TokenCache {
        let builder = self.builder().store(store.clone()).namespace("acme");
        builder.build().unwrap()
    }
}

async fn stored(store: &Moody) -> Option<String> {
    let token = store.inner.load(&StoreKey::new("acme", ADA)).await.unwrap();
    token.map(|token| token.minted.token.expose_secret().to_owned())
}

#[tokio::test]
async fn replicas_share_a_token() {
    let stage = Stage::new();
    let store = stage.store();
    let (one, other) = (stage.replica(&store), stage.replica(&store));

    let first = text(&one.get(ADA).await);
    stage.settle().await;
    let second = text(&other.get("Ada@example.com").await);

    assert_eq!(first, second);
    assert_eq!(stage.fake.calls(), 1);
    let counters = other.counters();
    assert_eq!(
        (counters.misses, counters.store_hits, counters.mints),
        (1, 1, 0)
    );
}

#[tokio::test]
async fn only_one_of_them_mints_at_a_time() {
    let stage = Stage::new();
    let store = stage.store();
    let replicas: Vec<_> = (0..20).map(|_| stage.replica(&store)).collect();
    stage.fake.script([Reply::ok().delay(SECOND)]);

    let asked: Vec<_> = replicas
        .iter()
        .map(|replica| {
            let replica = replica.clone();
            tokio::spawn(async move { replica.get(ADA).await })
        })
        .collect();
    for _ in 0..40 {
        stage.settle().await;
        stage.clock.advance(SECOND / 20);
    }
    let mut tokens = Vec::new();
    for got in asked {
        tokens.push(text(&got.await.unwrap()));
    }

    tokens.dedup();
    assert_eq!((tokens.len(), stage.fake.calls()), (1, 1));
}

#[tokio::test]
async fn a_lock_whose_holder_died_is_free_when_its_lease_is_over() {
    let stage = Stage::new();
    let store = stage.store();
    let tasks = Tasks::default();
    let builder = stage.builder().store(store.clone()).namespace("acme");
    let dying = builder.spawn(tasks.clone()).build().unwrap();
    stage.fake.script([Reply::ok().delay(10 * SECOND)]);
    let mut get = Box::pin(dying.get(ADA));
    assert!(once(&mut get).await.is_none());
    let mut task = tasks.take().pop().unwrap();
    assert!(once(&mut task).await.is_none());
    drop(task);
    let other = stage.replica(&store);

    let got = tokio::spawn({
        let other = other.clone();
        async move { other.get(ADA).await }
    });
    stage.settle().await;
    stage.clock.advance(MINUTE - SECOND);
    stage.settle().await;
    assert!(!got.is_finished());
    assert_eq!(stage.fake.calls(), 1);
    stage.clock.advance(SECOND);
    stage.settle().await;

    got.await.unwrap().unwrap();
    assert_eq!(stage.fake.calls(), 2);
    assert_eq!(other.counters().store_bypasses, 0);
}

#[tokio::test]
async fn a_store_that_fails_fails_no_mint_and_is_used_again_when_it_is_back() {
    let stage = Stage::new();
    let store = stage.store();
    let cache = stage.replica(&store);
    store.fails.store(true, Ordering::Relaxed);

    cache.get(ADA).await.unwrap();
    stage.settle().await;
    let counters = cache.counters();
    assert_eq!((counters.store_failures, counters.store_bypasses), (1, 1));
    // It is let alone for some seconds.
    cache.get("grace@example.com").await.unwrap();
    assert_eq!(store.calls.load(Ordering::Relaxed), 1);
    assert_eq!(cache.counters().store_bypasses, 2);

    store.fails.store(false, Ordering::Relaxed);
    stage.clock.advance(2 * HOUR);
    let token = text(&cache.get(ADA).await);
    stage.settle().await;

    assert_eq!(stored(&store).await, Some(token));
    assert_eq!(cache.counters().store_failures, 1);
}

#[tokio::test]
async fn a_store_that_answers_nothing_holds_up_a_mint_for_its_time_out_alone() {
    let stage = Stage::new();
    let store = stage.store();
    let cache = stage.replica(&store);
    store.hangs.store(true, Ordering::Relaxed);

    let (got, ()) = tokio::join!(cache.get(ADA), async {
        stage.clock.wait_for_sleepers(1).await;
        stage.clock.advance(SECOND);
    });

    got.unwrap();
    let counters = cache.counters();
    assert_eq!((counters.store_failures, counters.store_bypasses), (1, 1));
}

#[tokio::test]
async fn nobody_waits_until_the_token_is_stored() {
    let stage = Stage::new();
    let store = stage.store();
    let cache = stage.replica(&store);
    stage.fake.script([Reply::ok().delay(SECOND)]);

    let (got, ()) = tokio::join!(cache.get(ADA), async {
        stage.clock.wait_for_sleepers(1).await;
        store.hangs.store(true, Ordering::Relaxed);
        stage.clock.advance(SECOND);
    });

    got.unwrap();
    assert_eq!(cache.counters().store_failures, 0, "it is still waited for");
}

#[tokio::test]
async fn a_replica_takes_over_what_another_has_refreshed() {
    let stage = Stage::new();
    let store = stage.store();
    let (one, other) = (stage.replica(&store), stage.replica(&store));
    let first = text(&one.get(ADA).await);
    stage.settle().await;
    other.get(ADA).await.unwrap();
    stage.clock.advance(100 * MINUTE);

    assert_eq!(text(&one.get(ADA).await), first);
    stage.settle().await;
    assert_eq!(text(&other.get(ADA).await), first);
    stage.settle().await;

    let second = text(&one.get(ADA).await);
    assert_ne!(second, first);
    assert_eq!(text(&other.get(ADA).await), second);
    assert_eq!(stage.fake.calls(), 2);
}

#[tokio::test]
async fn a_refresh_that_another_replica_is_at_is_left_to_it() {
    let stage = Stage::new();
    let store = stage.store();
    let (one, other) = (stage.replica(&store), stage.replica(&store));
    let first = text(&one.get(ADA).await);
    stage.settle().await;
    other.get(ADA).await.unwrap();
    stage.clock.advance(100 * MINUTE);
    stage.fake.script([Reply::ok().delay(SECOND)]);

    for replica in [&one, &other] {
        assert_eq!(text(&replica.get(ADA).await), first);
        stage.settle().await;
    }
    stage.clock.advance(SECOND);
    stage.settle().await;
    assert_eq!(text(&other.get(ADA).await), first);
    stage.clock.advance(10 * SECOND);
    other.get(ADA).await.unwrap();
    stage.settle().await;

    assert_eq!(text(&other.get(ADA).await), text(&one.get(ADA).await));
    assert_eq!(stage.fake.calls(), 2);
    assert_eq!(other.counters().failures, 0);
}

#[tokio::test]
async fn an_invalidated_token_is_taken_out_of_the_store() {
    let stage = Stage::new();
    let store = stage.store();
    let cache = stage.replica(&store);
    let first = text(&cache.get(ADA).await);
    stage.settle().await;
    assert_eq!(stored(&store).await, Some(first.clone()));

    cache.invalidate(ADA);
    // At once, before the removal has begun.
    assert_ne!(text(&cache.get(ADA).await), first);
    stage.settle().await;

    assert_ne!(stored(&store).await, Some(first));
    assert_eq!(stage.fake.calls(), 2);
}

#[tokio::test]
async fn a_token_that_is_invalidated_while_the_store_is_away_does_not_come_back() {
    let stage = Stage::new();
    let store = stage.store();
    let cache = stage.replica(&store);
    let first = text(&cache.get(ADA).await);
    stage.settle().await;
    store.fails.store(true, Ordering::Relaxed);

    cache.invalidate(ADA);
    stage.settle().await;
    store.fails.store(false, Ordering::Relaxed);
    stage.clock.advance(SECOND);
    stage.settle().await;
    assert_eq!(stored(&store).await, None);
    stage.clock.advance(10 * SECOND);

    assert_ne!(text(&cache.get(ADA).await), first);
}

#[tokio::test]
async fn a_token_that_is_invalidated_while_it_is_stored_does_not_stay() {
    let stage = Stage::new();
    let store = stage.store();
    let tasks = Tasks::default();
    let builder = stage.builder().store(store.clone()).namespace("acme");
    let cache = builder.spawn(tasks.clone()).build().unwrap();
    stage.fake.script([Reply::ok().delay(SECOND)]);
    let mut get = Box::pin(cache.get(ADA));
    assert!(once(&mut get).await.is_none());
    let mut mint = tasks.take().pop().unwrap();
    assert!(once(&mut mint).await.is_none());

    // The mint ends, and hangs while it stores.
    store.hangs.store(true, Ordering::Relaxed);
    stage.clock.advance(SECOND);
    assert!(once(&mut mint).await.is_none());
    get.await.unwrap();
    cache.invalidate(ADA);
    store.hangs.store(false, Ordering::Relaxed);
    stage.clock.advance(SECOND);
    mint.await;
    tasks.run().await;

    assert!(cache.is_empty());
    assert_eq!(stored(&store).await, None);
}

#[tokio::test]
async fn a_handle_without_a_namespace_keeps_its_tokens_to_itself() {
    let stage = Stage::with_users(0);
    let store = stage.store();
    let cache = stage.replica(&store);
    let options = RequestOptions::new().api_token("another_global");
    let other = cache.with_options(options);

    let own = text(&other.get(ADA).await);
    assert_eq!(store.calls.load(Ordering::Relaxed), 0);
    let shared = other.namespace("another");
    assert_eq!(
        text(&shared.get(ADA).await),
        own,
        "in memory it is the same"
    );
    shared.invalidate(ADA);
    let token = text(&shared.get(ADA).await);
    stage.settle().await;

    let key = StoreKey::new("another", ADA);
    let kept = store.inner.load(&key).await.unwrap().unwrap();
    assert_eq!(kept.minted.token.expose_secret(), token);
    assert_eq!(stored(&store).await, None);
}

#[tokio::test]
async fn the_store_in_memory_keeps_to_the_contract_of_locks() {
    let stage = Stage::new();
    let store = stage.store().inner;
    let key = StoreKey::new("acme", ADA);

    let first = store.try_lock(&key, MINUTE).await.unwrap().unwrap();
    assert_eq!(store.try_lock(&key, MINUTE).await.unwrap(), None);
    stage.clock.advance(MINUTE);
    let second = store.try_lock(&key, MINUTE).await.unwrap().unwrap();
    // It comes late, and unlocks nothing.
    store.unlock(&key, first).await.unwrap();
    assert_eq!(store.try_lock(&key, MINUTE).await.unwrap(), None);
    store.unlock(&key, second).await.unwrap();

    assert!(store.try_lock(&key, MINUTE).await.unwrap().is_some());
}
