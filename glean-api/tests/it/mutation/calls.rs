use std::sync::{Arc, Mutex};

use glean_api::mutation::MutationTask;

use super::{Stage, failure_after, ok_after, poll, ready, unchanged};

#[test]
fn the_later_of_two_calls_shows_and_the_earlier_still_gives_its_result() {
    let stage = Stage::playing([ok_after(1), failure_after(3)]);
    let mutation = stage.mutation();
    let mut first = mutation.mutate_async(unchanged());
    assert!(poll(&mut first).is_pending());
    let mut second = mutation.mutate_async(unchanged());
    assert!(poll(&mut second).is_pending());

    stage.pass(1);
    let earlier = ready(first);
    assert!(earlier.is_ok() && mutation.state().is_pending());

    stage.pass(2);
    assert!(ready(second).is_err() && mutation.state().is_error());
}

#[test]
fn a_late_reply_to_the_earlier_call_is_ignored() {
    let stage = Stage::playing([failure_after(9), ok_after(1)]);
    let mutation = stage.mutation();
    let mut first = mutation.mutate_async(unchanged());
    assert!(poll(&mut first).is_pending());
    let mut second = mutation.mutate_async(unchanged());
    assert!(poll(&mut second).is_pending());
    stage.pass(1);
    let minted = ready(second).unwrap();

    stage.pass(8);
    let late = ready(first);

    assert!(late.is_err());
    let state = mutation.state();
    assert!(state.is_success() && state.error().is_none());
    assert!(Arc::ptr_eq(state.data().unwrap(), &minted));
}

#[test]
fn after_a_reset_the_call_goes_on_and_its_reply_is_ignored() {
    let stage = Stage::playing([ok_after(1)]);
    let mutation = stage.mutation();
    let mut call = mutation.mutate_async(unchanged());
    assert!(poll(&mut call).is_pending());

    mutation.reset();
    stage.pass(1);
    let minted = ready(call);

    assert!(minted.is_ok() && mutation.state().is_idle());
}

#[test]
fn a_call_that_is_dropped_is_cancelled_and_shows_no_longer() {
    let stage = Stage::playing([ok_after(1)]);
    let mutation = stage.mutation();
    let mut call = mutation.mutate_async(unchanged());
    assert!(poll(&mut call).is_pending());
    assert_eq!(stage.fake.clock().pending_sleeps(), 2); // the time-out, and the delay

    drop(call);

    assert!(mutation.state().is_idle());
    assert_eq!(stage.fake.clock().pending_sleeps(), 0);
}

#[test]
fn a_call_that_nobody_drove_is_cancelled_too() {
    let stage = Stage::new();
    let mutation = stage.mutation();

    drop(mutation.mutate_async(unchanged()));

    assert!(mutation.state().is_idle());
    assert_eq!(stage.fake.calls(), 0);
}

#[test]
fn an_earlier_call_that_is_dropped_changes_nothing() {
    let stage = Stage::playing([ok_after(1), ok_after(1)]);
    let mutation = stage.mutation();
    let mut first = mutation.mutate_async(unchanged());
    assert!(poll(&mut first).is_pending());
    let mut second = mutation.mutate_async(unchanged());
    assert!(poll(&mut second).is_pending());

    drop(first);
    assert!(mutation.state().is_pending());

    stage.pass(1);
    assert!(ready(second).is_ok() && mutation.state().is_success());
}

#[test]
fn a_call_that_is_settled_stays_so_when_its_future_is_dropped() {
    let stage = Stage::new();
    let mutation = stage.mutation();
    let mut call = mutation.mutate_async(unchanged());
    assert!(poll(&mut call).is_ready());

    drop(call);

    assert!(mutation.state().is_success());
}

#[test]
fn mutate_hands_the_call_to_whoever_spawns() {
    let stage = Stage::playing([failure_after(0)]);
    let mutation = stage.mutation();
    let spawned: Mutex<Option<MutationTask>> = Mutex::default();

    mutation.mutate(unchanged(), |call| *spawned.lock().unwrap() = Some(call));

    assert!(mutation.state().is_pending());
    ready(spawned.into_inner().unwrap().unwrap());
    assert!(mutation.state().is_error());
}

#[tokio::test]
async fn a_call_goes_to_a_task_on_another_thread() {
    let stage = Stage::new();
    let mutation = stage.mutation();

    let call = tokio::spawn(mutation.mutate_async(unchanged()));

    assert!(call.await.unwrap().is_ok() && mutation.state().is_success());
}
