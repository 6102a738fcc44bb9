//! One mint for all who ask.

use glean_api::token_cache::TokenCacheErrorKind;
use glean_api::transport::{TransportError, transport_fn};
use glean_testkit::Reply;

use super::stage::{text, user};
use super::{SECOND, Stage};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_tasks_that_ask_at_once_for_one_user_mint_once() {
    const TASKS: u64 = 10_000;
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.script([Reply::ok().delay(SECOND)]);

    let ask = || {
        let cache = cache.clone();
        tokio::spawn(async move { cache.get("ada@example.com").await })
    };
    let asked: Vec<_> = (0..TASKS).map(|_| ask()).collect();
    while cache.counters().misses + cache.counters().waits < TASKS {
        tokio::task::yield_now().await;
    }
    stage.clock.wait_for_sleepers(1).await;
    stage.clock.advance(SECOND);
    let mut tokens = Vec::new();
    for got in asked {
        tokens.push(text(&got.await.unwrap()));
    }

    tokens.dedup();
    assert_eq!(tokens.len(), 1);
    assert_eq!((stage.fake.calls(), stage.minted_for_ada()), (1, 1));
    let counters = cache.counters();
    assert_eq!(
        (counters.misses, counters.waits, counters.hits),
        (1, TASKS - 1, 0)
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_tasks_that_ask_at_once_for_a_thousand_users_mint_a_thousand_times() {
    const USERS: usize = 1_000;
    let stage = Stage::with_users(USERS);
    let cache = stage.cache();

    let ask = |index: usize| {
        let cache = cache.clone();
        tokio::spawn(async move { cache.get(user(index % USERS)).await })
    };
    let asked: Vec<_> = (0..10 * USERS).map(ask).collect();
    for got in asked {
        got.await.unwrap().unwrap();
    }

    let ledger = stage.fake.ledger();
    assert_eq!(ledger.len(), USERS);
    assert!((0..USERS).all(|index| ledger.minted_for(&user(index)) == 1));
    assert_eq!(cache.counters().mints, USERS as u64);
}

#[tokio::test]
async fn all_who_wait_share_a_failure_and_it_is_not_kept() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage
        .fake
        .script([Reply::status(503).body("try later").delay(SECOND)]);

    let gets = || cache.get("ada@example.com");
    let (first, second, ()) = tokio::join!(gets(), gets(), async {
        stage.clock.wait_for_sleepers(1).await;
        stage.clock.advance(SECOND);
    });

    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert_eq!(error.kind(), TokenCacheErrorKind::Mint);
        assert_eq!(error.to_string(), "no token could be minted");
        let call = error.call().unwrap();
        assert_eq!(
            call.to_string(),
            "createToken: 503 Service Unavailable: try later"
        );
        assert_eq!(
            std::error::Error::source(&error).unwrap().to_string(),
            call.to_string()
        );
        assert!(error.is_retryable());
        assert_eq!(error.retry_after(), None);
    }
    assert_eq!(stage.fake.calls(), 1);
    assert_eq!(cache.counters().failures, 1);
    cache.get("ada@example.com").await.unwrap();
    assert_eq!(stage.fake.calls(), 2);
}

#[tokio::test]
async fn a_mint_that_panics_fails_for_all_and_the_next_is_made() {
    let stage = Stage::new();
    let panics = transport_fn(|request: http::Request<bytes::Bytes>| async move {
        assert!(request.uri().path().is_empty(), "a broken transport");
        Ok::<_, TransportError>(http::Response::default())
    });
    let panicking = super::stage::client(&stage.fake, &stage.clock)
        .api_token("glean_global")
        .transport(panics)
        .build()
        .unwrap();
    let cache = stage.cache();
    let broken = cache.with_client(&panicking);

    let (first, second) =
        tokio::join!(broken.get("ada@example.com"), broken.get("ada@example.com"));

    for error in [first.unwrap_err(), second.unwrap_err()] {
        assert_eq!(error.kind(), TokenCacheErrorKind::Abandoned);
        assert!(error.call().is_none() && error.is_retryable());
    }
    // Of the same server and credential, and so of the same tokens.
    cache.get("ada@example.com").await.unwrap();
}
