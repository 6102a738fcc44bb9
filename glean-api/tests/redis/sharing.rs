use std::time::Duration;

use glean_api::token_cache::store::{StoreKey, TokenStore};
use redis::aio::MultiplexedConnection;
use redis::{AsyncTypedCommands, cmd};
use tokio::task::JoinSet;

use super::server::RedisServer;
use super::stage::{ADA, builder, fake, replica, store};

pub(crate) async fn replicas_mint_once_together() {
    let (redis, fake) = (RedisServer::start(), fake());
    let replicas = [(); 3].map(|()| replica(&fake, redis.client()));
    let mut tasks = JoinSet::new();
    for replica in &replicas {
        for _ in 0..200 {
            let replica = replica.clone();
            tasks.spawn(async move { replica.get(ADA).await.unwrap() });
        }
    }
    let tokens = tasks.join_all().await;
    let first = tokens[0].token.expose_secret();
    assert!(
        tokens
            .iter()
            .all(|token| token.token.expose_secret() == first)
    );
    assert_eq!(fake.ledger().minted_for(ADA), 1);
    let mints: u64 = replicas
        .iter()
        .map(|replica| replica.counters().mints)
        .sum();
    let found: u64 = replicas
        .iter()
        .map(|replica| replica.counters().store_hits)
        .sum();
    assert_eq!((mints, found), (1, 2));
}

pub(crate) async fn a_token_is_kept_as_long_as_it_lives() {
    let (redis, fake) = (RedisServer::start(), fake());
    let minted = replica(&fake, redis.client()).get(ADA).await.unwrap();
    let mut raw = redis.connection().await;
    let name = only_token(&mut raw).await;
    let end: i64 = cmd("EXPIRETIME")
        .arg(&name)
        .query_async(&mut raw)
        .await
        .unwrap();
    assert_eq!(end, minted.expiration_time);
}

pub(crate) async fn redis_holds_no_token_and_no_user() {
    let (redis, fake) = (RedisServer::start(), fake());
    let minted = replica(&fake, redis.client()).get(ADA).await.unwrap();
    let mut raw = redis.connection().await;
    let name = only_token(&mut raw).await;
    let value: Vec<u8> = cmd("GET").arg(&name).query_async(&mut raw).await.unwrap();
    for secret in [
        minted.token.expose_secret(),
        "fake-glean",
        "ada",
        "glean_global",
    ] {
        for text in [name.as_bytes(), &value] {
            assert!(
                !text
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes())
            );
        }
    }
}

pub(crate) async fn another_key_finds_nothing() {
    let (redis, fake) = (RedisServer::start(), fake());
    replica(&fake, redis.client()).get(ADA).await.unwrap();
    let stranger = builder(&fake, store(redis.client(), 2)).build().unwrap();
    stranger.get(ADA).await.unwrap();
    assert_eq!(fake.ledger().minted_for(ADA), 2);
    assert_eq!(stranger.counters().store_failures, 0);
}

pub(crate) async fn what_was_tampered_with_is_minted_anew() {
    let (redis, fake) = (RedisServer::start(), fake());
    replica(&fake, redis.client()).get(ADA).await.unwrap();
    let mut raw = redis.connection().await;
    let name = only_token(&mut raw).await;
    raw.set(&name, "\u{1}tampered with").await.unwrap();

    let other = replica(&fake, redis.client());
    other.get(ADA).await.unwrap();
    assert_eq!(fake.ledger().minted_for(ADA), 2);
    // Nobody waits for the store.
    while raw
        .get(&name)
        .await
        .is_ok_and(|value| value.is_some_and(|it| it.ends_with("with")))
    {}
    replica(&fake, redis.client()).get(ADA).await.unwrap();
    assert_eq!(fake.ledger().minted_for(ADA), 2);
}

pub(crate) async fn an_invalidated_token_is_removed() {
    let (redis, fake) = (RedisServer::start(), fake());
    let replica = replica(&fake, redis.client());
    replica.get(ADA).await.unwrap();
    let mut raw = redis.connection().await;
    let name = only_token(&mut raw).await;
    replica.invalidate(ADA);
    while raw.exists(&name).await.unwrap() {}
}

pub(crate) async fn a_lock_is_free_when_its_lease_is_over() {
    let redis = RedisServer::start();
    let (store, key) = (store(redis.client(), 1), StoreKey::new("acme", ADA));
    let minute = Duration::from_secs(60);

    let first = store
        .try_lock(&key, Duration::from_millis(20))
        .await
        .unwrap()
        .unwrap();
    let second = loop {
        if let Some(lock) = store.try_lock(&key, minute).await.unwrap() {
            break lock;
        }
    };
    store.unlock(&key, first).await.unwrap();
    assert_eq!(store.try_lock(&key, minute).await.unwrap(), None);
    let elsewhere = StoreKey::new("acme", "grace@example.com");
    assert!(store.try_lock(&elsewhere, minute).await.unwrap().is_some());
    store.unlock(&key, second).await.unwrap();
    assert!(
        store
            .try_lock(&key, Duration::ZERO)
            .await
            .unwrap()
            .is_some()
    );
}

/// Waits until a token is stored, and gives its name.
async fn only_token(raw: &mut MultiplexedConnection) -> String {
    loop {
        let mut names: Vec<String> = raw.keys("glean:token:*").await.unwrap();
        names.retain(|name| !name.ends_with(":lock"));
        if let Some(name) = names.pop() {
            assert!(names.is_empty());
            return name;
        }
    }
}
