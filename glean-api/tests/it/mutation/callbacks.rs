use std::sync::{Arc, Mutex};

use glean_api::client::authentication::CreateToken;
use glean_api::mutation::{Mutation, MutationStatus};

use super::{Stage, failure_after, ok_after, poll, ready, unchanged};

/// What ran, in order, and what the mutation showed then.
type Log = Arc<Mutex<Vec<(&'static str, MutationStatus)>>>;

/// Makes a mutation that logs its callbacks.
fn logged(stage: &Stage) -> (Mutation<CreateToken>, Log) {
    let log = Log::default();
    let shown: Arc<Mutex<Option<Mutation<CreateToken>>>> = Arc::default();
    let note = |name: &'static str| {
        let (log, shown) = (Arc::clone(&log), Arc::clone(&shown));
        move || {
            let state = shown.lock().unwrap().as_ref().unwrap().state();
            log.lock().unwrap().push((name, state.status()));
        }
    };
    let [mutate, success, error] = ["mutate", "success", "error"].map(note);
    let [settled_well, settled_badly] = ["settled: Ok", "settled: Err"].map(note);
    let mutation = stage
        .builder()
        .on_mutate(move |_| mutate())
        .on_success(move |_, _| success())
        .on_error(move |_, _| error())
        .on_settled(move |result, _| match result {
            Ok(_) => settled_well(),
            Err(_) => settled_badly(),
        })
        .build();
    *shown.lock().unwrap() = Some(mutation.clone());
    (mutation, log)
}

#[test]
fn the_callbacks_run_in_order_and_before_the_state_says_how_it_ended() {
    use MutationStatus::Pending;

    for (reply, expected) in [
        (
            ok_after(0),
            [
                ("mutate", Pending),
                ("success", Pending),
                ("settled: Ok", Pending),
            ],
        ),
        (
            failure_after(0),
            [
                ("mutate", Pending),
                ("error", Pending),
                ("settled: Err", Pending),
            ],
        ),
    ] {
        let stage = Stage::playing([reply]);
        let (mutation, log) = logged(&stage);

        let _ = ready(mutation.mutate_async(unchanged()));

        assert_eq!(*log.lock().unwrap(), expected);
    }
}

#[test]
fn the_callbacks_run_for_a_call_that_no_longer_shows_too() {
    let stage = Stage::playing([ok_after(1)]);
    let (mutation, log) = logged(&stage);
    let mut call = mutation.mutate_async(unchanged());
    assert!(poll(&mut call).is_pending());
    mutation.reset();

    stage.pass(1);
    ready(call).unwrap();

    let names: Vec<_> = log.lock().unwrap().iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["mutate", "success", "settled: Ok"]);
}

#[test]
fn no_callback_runs_at_the_end_of_a_call_that_was_cancelled() {
    let stage = Stage::playing([ok_after(1)]);
    let (mutation, log) = logged(&stage);
    let mut call = mutation.mutate_async(unchanged());
    assert!(poll(&mut call).is_pending());

    drop(call);

    assert_eq!(*log.lock().unwrap(), [("mutate", MutationStatus::Pending)]);
}

#[test]
fn a_callback_is_given_what_the_call_was_given_and_what_it_gave() {
    let stage = Stage::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let mutation = stage
        .builder()
        .on_success(move |minted, variables| {
            let options = format!("{:?}", variables.options);
            kept.lock().unwrap().push((Arc::clone(minted), options));
        })
        .build();

    let minted = ready(mutation.mutate_async(unchanged().body_limit(4321))).unwrap();

    let seen = seen.lock().unwrap();
    assert!(Arc::ptr_eq(&seen[0].0, &minted));
    assert!(seen[0].1.contains("4321"), "{}", seen[0].1);
}
