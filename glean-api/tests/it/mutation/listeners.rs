use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use glean_api::client::authentication::CreateToken;
use glean_api::mutation::{Mutation, MutationState, MutationStatus, Subscription};

use super::{Stage, failure_after, ok_after, poll, ready, unchanged};
use MutationStatus::{Error, Idle, Pending, Success};

type Heard = Arc<Mutex<Vec<MutationStatus>>>;

fn hearing(mutation: &Mutation<CreateToken>) -> (Subscription, Heard) {
    let heard = Heard::default();
    let kept = Arc::clone(&heard);
    let hear = move |state: &MutationState<CreateToken>| kept.lock().unwrap().push(state.status());
    (mutation.subscribe(hear), heard)
}

#[test]
fn each_change_is_told_once_and_in_order() {
    let stage = Stage::playing([ok_after(0), failure_after(0)]);
    let mutation = stage.mutation();
    let (_subscription, heard) = hearing(&mutation);

    ready(mutation.mutate_async(unchanged())).unwrap();
    mutation.reset();
    ready(mutation.mutate_async(unchanged())).unwrap_err();

    assert_eq!(
        *heard.lock().unwrap(),
        [Pending, Success, Idle, Pending, Error]
    );
}

#[test]
fn a_late_reply_is_told_to_no_one() {
    let stage = Stage::playing([ok_after(1)]);
    let mutation = stage.mutation();
    let mut call = mutation.mutate_async(unchanged());
    assert!(poll(&mut call).is_pending());
    mutation.reset();
    let (_subscription, heard) = hearing(&mutation);

    stage.pass(1);
    ready(call).unwrap();

    assert!(heard.lock().unwrap().is_empty());
}

#[test]
fn a_subscription_that_is_dropped_hears_no_more() {
    let stage = Stage::new();
    let mutation = stage.mutation();
    let (subscription, heard) = hearing(&mutation);
    let (_other, other_heard) = hearing(&mutation);
    mutation.reset();

    drop(subscription);
    ready(mutation.mutate_async(unchanged())).unwrap();

    assert_eq!(*heard.lock().unwrap(), [Idle]);
    assert_eq!(*other_heard.lock().unwrap(), [Idle, Pending, Success]);
}

#[test]
fn a_listener_may_reset_and_mutate_and_that_is_told_after() {
    let stage = Stage::playing([failure_after(0), ok_after(0)]);
    let mutation = stage.mutation();
    let again = Arc::new(Mutex::new(None));
    let (kept, handle) = (Arc::clone(&again), mutation.clone());
    let _retry = mutation.subscribe(move |state| {
        if state.is_error() {
            handle.reset();
            *kept.lock().unwrap() = Some(handle.mutate_async(unchanged()));
        }
    });
    let (_subscription, heard) = hearing(&mutation);

    ready(mutation.mutate_async(unchanged())).unwrap_err();
    let call = again.lock().unwrap().take().unwrap();
    ready(call).unwrap();

    assert_eq!(
        *heard.lock().unwrap(),
        [Pending, Error, Idle, Pending, Success]
    );
}

#[test]
fn a_listener_may_subscribe_and_end_subscriptions() {
    let stage = Stage::new();
    let mutation = stage.mutation();
    let late: Arc<Mutex<Vec<(Subscription, Heard)>>> = Arc::default();
    let (later, handle) = (Arc::clone(&late), mutation.clone());
    let (ended, ended_heard) = (Arc::new(Mutex::new(None)), Heard::default());
    let ending = Arc::clone(&ended);
    let _first = mutation.subscribe(move |state| {
        if state.is_pending() {
            later.lock().unwrap().push(hearing(&handle));
            drop(ending.lock().unwrap().take());
        }
    });
    let kept = Arc::clone(&ended_heard);
    let hear = move |state: &MutationState<CreateToken>| kept.lock().unwrap().push(state.status());
    *ended.lock().unwrap() = Some(mutation.subscribe(hear));

    ready(mutation.mutate_async(unchanged())).unwrap();

    assert!(ended_heard.lock().unwrap().is_empty());
    let late = late.lock().unwrap();
    assert_eq!(*late[0].1.lock().unwrap(), [Success]);
}

#[test]
fn a_listener_that_panics_keeps_none_from_hearing_the_next_change() {
    let stage = Stage::new();
    let mutation = stage.mutation();
    let (_subscription, heard) = hearing(&mutation);
    let panicking = mutation.subscribe(|_| panic!("a listener's own fault"));
    let reset = catch_unwind(AssertUnwindSafe(|| mutation.reset()));
    assert!(reset.is_err());
    drop(panicking);

    ready(mutation.mutate_async(unchanged())).unwrap();

    assert_eq!(*heard.lock().unwrap(), [Idle, Pending, Success]);
}

#[test]
fn changes_on_several_threads_end_with_the_one_that_is_true() {
    let stage = Stage::new();
    let mutation = stage.mutation();
    let last = Arc::new(Mutex::new(MutationState::default()));
    let kept = Arc::clone(&last);
    let _subscription = mutation.subscribe(move |state| *kept.lock().unwrap() = state.clone());

    std::thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                for _ in 0..50 {
                    ready(mutation.mutate_async(unchanged())).unwrap();
                }
            });
        }
    });

    let (told, state) = (last.lock().unwrap().clone(), mutation.state());
    assert!(told.is_success() && state.is_success());
    assert!(Arc::ptr_eq(told.data().unwrap(), state.data().unwrap()));
}
