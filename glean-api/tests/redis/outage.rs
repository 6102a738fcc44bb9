use std::error::Error;
use std::time::Duration;

use glean_api::token_cache::store::redis_1::RedisStoreError;
use glean_api::token_cache::store::{StoreKey, StoreOperation, TokenStore};
use glean_testkit::{Fault, Phase};

use super::server::RedisServer;
use super::stage::{ADA, SECOND, builder, fake, replica, store, user};

pub(crate) async fn a_replica_that_dies_holds_up_no_other() {
    let (redis, fake) = (RedisServer::start(), fake());
    fake.script([Fault::stall(Phase::AfterRead)]);
    let lease = Duration::from_millis(300);
    let (client, dying) = (redis.client(), tokio::runtime::Runtime::new().unwrap());
    let doomed = {
        let _entered = dying.enter();
        builder(&fake, store(client, 1))
            .store_lease(lease)
            .build()
            .unwrap()
    };
    dying.spawn(async move { doomed.get(ADA).await });
    tokio::task::block_in_place(|| fake.wait_for_blocking(1, 60 * SECOND)).unwrap();
    dying.shutdown_background();

    let survivor = replica(&fake, redis.client());
    survivor.get(ADA).await.unwrap();

    assert_eq!(fake.ledger().minted_for(ADA), 1);
    assert_eq!(survivor.counters().store_bypasses, 0);
}

pub(crate) async fn a_redis_that_goes_away_is_used_again() {
    let (mut redis, fake) = (RedisServer::start(), fake());
    let [one, other] = [(); 2].map(|()| replica(&fake, redis.client()));
    one.get(user(0)).await.unwrap();
    while other.get(user(0)).await.is_ok() && other.counters().store_hits == 0 {
        other.clear();
    }
    let shared = fake.ledger().minted_for(&user(0));

    redis.kill();
    one.get(user(1)).await.unwrap();
    other.get(user(1)).await.unwrap();
    assert_eq!(fake.ledger().minted_for(&user(1)), 2);
    assert!(one.counters().store_failures >= 1);
    one.get(user(0)).await.unwrap();
    assert_eq!(fake.ledger().minted_for(&user(0)), shared);

    redis.run();
    // A store that failed is let alone for some seconds of the caches' clock, and the connection takes its time.
    let mut raw = redis.connection().await;
    for index in 2.. {
        fake.clock().advance(6 * SECOND);
        one.get(user(index % 100)).await.unwrap();
        let stored: usize = redis::cmd("DBSIZE").query_async(&mut raw).await.unwrap();
        if stored > 0 {
            break;
        }
        one.clear();
    }
}

pub(crate) async fn a_redis_that_was_never_there_is_done_without() {
    let (redis, fake) = (RedisServer::absent(), fake());
    let cache = replica(&fake, redis.client());
    cache.get(ADA).await.unwrap();
    cache.get(ADA).await.unwrap();
    let counters = cache.counters();
    assert_eq!((counters.mints, counters.hits), (1, 1));
    assert_eq!((counters.store_failures, counters.store_bypasses), (1, 1));
}

pub(crate) async fn no_error_holds_the_password() {
    let redis = RedisServer::with(&["--requirepass", "s3cret-right"]);
    let key = StoreKey::new("acme", ADA);
    let store_with = |password: &str| store(redis.client_with_password(password), 1);

    assert!(
        store_with("s3cret-right")
            .load(&key)
            .await
            .unwrap()
            .is_none()
    );
    for client in [redis.client_with_password("s3cret-wrong"), redis.client()] {
        let store = store(client, 1);
        let error = tokio::time::timeout(30 * SECOND, store.load(&key)).await;
        let error = error.unwrap().unwrap_err();
        let error = error.downcast_ref::<RedisStoreError>().unwrap();
        assert_eq!(error.operation(), Some(StoreOperation::Load));
        assert!(
            error.to_string().starts_with("Redis did not load: "),
            "{error}"
        );
        assert!(error.source().is_none());
        let shown = format!("{error} {error:?} {store:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
