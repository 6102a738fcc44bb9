//! Everything at once, on two threads.

use std::time::Duration;

use glean_api::token_cache::TokenCache;
use glean_api::transport::time::Clock;
use glean_testkit::Reply;

use super::stage::user;
use super::{MINUTE, SECOND, Stage};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn under_load_nothing_expired_is_given_and_nothing_is_minted_twice() {
    const USERS: usize = 50;
    const ROUNDS: usize = 100;
    const TASKS: usize = 100;
    const STEP: Duration = Duration::from_secs(13 * 60);
    let stage = Stage::with_users(USERS);
    let cache = stage.cache();

    for round in 0..ROUNDS {
        let ask = |index: usize| {
            let (cache, clock) = (cache.clone(), stage.clock.clone());
            tokio::spawn(async move {
                let before = clock.system_time();
                let minted = cache.get(user((round + index) % USERS)).await.unwrap();
                assert!(!minted.is_expired(before + 30 * SECOND));
            })
        };
        let asked: Vec<_> = (0..TASKS).map(ask).collect();
        // While they ask.
        stage.clock.advance(STEP);
        for task in asked {
            task.await.unwrap();
        }
        ended(&cache).await;
    }

    let counters = cache.counters();
    let answered = counters.hits + counters.misses + counters.waits + counters.held;
    assert_eq!(answered, (ROUNDS * TASKS) as u64);
    assert_eq!(counters.failures, 0);
    let ledger = stage.fake.ledger();
    assert_eq!(ledger.len() as u64, counters.mints);
    for index in 0..USERS {
        let user = user(index);
        let of_user = ledger
            .iter()
            .filter(|minted| minted.acting_user.as_ref() == Some(&user));
        let times: Vec<_> = of_user.map(|minted| minted.minted_at).collect();
        for pair in times.windows(2) {
            let apart = pair[1].duration_since(pair[0]).unwrap();
            // The clock may have gone forward in the middle of either mint.
            assert!(apart >= 89 * MINUTE - 2 * STEP, "{user}: {apart:?}");
        }
    }
}

/// Waits until all mints that were begun have ended, those that nobody waits for among them.
async fn ended(cache: &TokenCache) {
    loop {
        let counters = cache.counters();
        let begun = counters.misses + counters.refreshes;
        if counters.mints + counters.failures >= begun {
            return;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cancelled_invalidated_and_refused_at_random_it_still_adds_up() {
    const TASKS: usize = 10_000;
    let stage = Stage::with_users(20);
    let cache = stage.builder().capacity(64).build().unwrap();
    let script = (0..500).map(|index| match index % 5 {
        0 => Reply::status(503),
        1 => Reply::status(429).retry_after_ms(10),
        _ => Reply::ok(),
    });
    stage.fake.script(script);

    let ask = |index: usize| {
        let (cache, clock) = (cache.clone(), stage.clock.clone());
        tokio::spawn(async move {
            let user = user(index % 20);
            match index % 7 {
                0 => cache.invalidate(&user),
                1 => {
                    let mut get = Box::pin(cache.get(&user));
                    // Polled once and dropped.
                    let _ = super::once(&mut get).await;
                }
                _ => {
                    clock.advance(SECOND);
                    let _ = cache.get(&user).await;
                }
            }
        })
    };
    let asked: Vec<_> = (0..TASKS).map(ask).collect();
    for task in asked {
        task.await.unwrap();
    }
    for index in 0..20 {
        while cache.get(user(index)).await.is_err() {
            stage.clock.advance(SECOND);
        }
    }

    ended(&cache).await;

    let counters = cache.counters();
    let ended = counters.mints + counters.failures;
    assert_eq!(ended, counters.misses + counters.refreshes);
    assert_eq!(stage.fake.calls() as u64, ended);
    // What is left of the script is of no interest.
    let _ = stage.fake.check();
}
