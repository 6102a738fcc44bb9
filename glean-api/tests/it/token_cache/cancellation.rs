//! What is dropped, and what goes on.

use std::pin::pin;

use glean_api::token_cache::TokenCacheErrorKind;
use glean_testkit::Reply;

use super::stage::text;
use super::{SECOND, Stage, Tasks, once};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn the_first_waiter_cancelled_neither_loses_nor_repeats_the_mint() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.script([Reply::ok().delay(SECOND)]);
    let ask = || {
        let cache = cache.clone();
        tokio::spawn(async move { cache.get(ADA).await })
    };

    let first = ask();
    stage.clock.wait_for_sleepers(1).await;
    let second = ask();
    stage.settle().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    stage.clock.advance(SECOND);

    second.await.unwrap().unwrap();
    assert_eq!((stage.fake.calls(), stage.minted_for_ada()), (1, 1));
}

#[tokio::test]
async fn a_mint_that_nobody_waits_for_any_more_is_kept() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.script([Reply::ok().delay(SECOND)]);

    let mut get = Box::pin(cache.get(ADA));
    assert!(once(&mut get).await.is_none());
    stage.settle().await;
    drop(get);
    stage.clock.advance(SECOND);
    stage.settle().await;

    cache.get(ADA).await.unwrap();
    assert_eq!(stage.fake.calls(), 1);
    assert_eq!((cache.counters().misses, cache.counters().hits), (1, 1));
}

#[tokio::test]
async fn waiters_that_come_and_go_leave_nothing_behind() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.script([Reply::ok().delay(SECOND)]);
    let mut stays = Box::pin(cache.get(ADA));
    assert!(once(&mut stays).await.is_none());

    for _ in 0..1_000 {
        let mut goes = Box::pin(cache.get(ADA));
        assert!(once(&mut goes).await.is_none());
    }
    stage.settle().await;
    stage.clock.advance(SECOND);

    stays.await.unwrap();
    assert_eq!(stage.fake.calls(), 1);
}

#[tokio::test]
async fn a_task_that_is_dropped_is_told_to_whoever_began_it() {
    let stage = Stage::new();
    let tasks = Tasks::default();
    let cache = stage.builder().spawn(tasks.clone()).build().unwrap();
    let mut get = Box::pin(cache.get(ADA));
    assert!(once(&mut get).await.is_none());

    drop(tasks.take());

    let error = get.await.unwrap_err();
    assert_eq!(error.kind(), TokenCacheErrorKind::Abandoned);
    assert!(error.to_string().contains("give `.spawn(..)`"), "{error}");
    assert_eq!(stage.fake.calls(), 0);
}

#[tokio::test]
async fn who_joined_a_task_that_is_dropped_begins_another() {
    let stage = Stage::new();
    let tasks = Tasks::default();
    let cache = stage.builder().spawn(tasks.clone()).build().unwrap();
    let (mut first, mut second) = (Box::pin(cache.get(ADA)), Box::pin(cache.get(ADA)));
    assert!(once(&mut first).await.is_none());
    assert!(once(&mut second).await.is_none());

    drop(tasks.take());
    assert!(once(&mut second).await.is_none());
    tasks.run().await;

    second.await.unwrap();
    first.await.unwrap_err();
    assert_eq!(stage.fake.calls(), 1);
    assert_eq!((cache.counters().misses, cache.counters().waits), (1, 1));
}

#[test]
fn without_a_runtime_there_is_an_error_and_no_panic() {
    let stage = Stage::new();
    let cache = stage.cache();
    let get = pin!(cache.get(ADA));

    let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready(got) = get.poll(&mut cx) else {
        panic!("it waits");
    };

    assert_eq!(got.unwrap_err().kind(), TokenCacheErrorKind::Abandoned);
}

#[test]
fn a_runtime_that_shuts_down_leaves_its_mints_to_others() {
    let stage = Stage::new();
    let cache = stage.cache();
    stage.fake.script([Reply::ok().delay(SECOND)]);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap()
    };
    let (first, second) = (runtime(), runtime());
    first.block_on(async {
        let cache = cache.clone();
        drop(tokio::spawn(async move { cache.get(ADA).await }));
        stage.settle().await;
    });

    let mut joined = Box::pin(cache.get(ADA));
    assert!(second.block_on(once(&mut joined)).is_none());
    drop(first);

    text(&second.block_on(joined));
    assert_eq!(stage.fake.calls(), 2);
}
