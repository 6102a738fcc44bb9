use std::sync::Arc;
use std::time::Duration;

use glean_api::ErrorKind;
use glean_api::mutation::{MutationKey, MutationState, MutationStatus};
use glean_api::{client::authentication::CreateToken, mutation::Variables};

use super::{Stage, failure_after, ok_after, poll, ready, unchanged};

#[test]
fn a_new_mutation_is_idle_and_holds_nothing() {
    let state = Stage::new().mutation().state();

    assert_eq!(state.status(), MutationStatus::Idle);
    assert_holds_nothing(&state);
    assert_eq!((state.failure_count(), state.submitted_at()), (0, None));
}

#[test]
fn a_call_is_pending_before_anybody_drives_it() {
    let stage = Stage::new();
    let mutation = stage.mutation();

    let _call = mutation.mutate_async(unchanged().act_as("ada@example.com"));

    let state = mutation.state();
    assert_eq!(state.status(), MutationStatus::Pending);
    assert!(state.variables().is_some());
    assert_eq!(state.submitted_at(), Some(stage.now()));
    assert_eq!(stage.fake.calls(), 0);
}

#[test]
fn a_success_shows_the_very_token_that_the_call_gave() {
    let stage = Stage::playing([ok_after(2)]);
    let mutation = stage.mutation();
    let submitted_at = stage.now();
    let mut call = mutation.mutate_async(unchanged());

    assert!(poll(&mut call).is_pending());
    assert!(mutation.state().is_pending());
    stage.pass(2);
    let minted = ready(call).unwrap();

    let state = mutation.state();
    assert_eq!(state.status(), MutationStatus::Success);
    assert!(Arc::ptr_eq(state.data().unwrap(), &minted));
    assert!(state.variables().is_some());
    assert!(state.error().is_none() && state.failure_reason().is_none());
    assert_eq!(state.failure_count(), 0);
    assert_eq!(state.submitted_at(), Some(submitted_at));
}

#[test]
fn a_failure_shows_the_very_error_that_the_call_gave() {
    let stage = Stage::playing([failure_after(0)]);
    let mutation = stage.mutation();

    let error = ready(mutation.mutate_async(unchanged())).unwrap_err();

    let state = mutation.state();
    assert_eq!(state.status(), MutationStatus::Error);
    assert!(Arc::ptr_eq(state.error().unwrap(), &error));
    assert!(Arc::ptr_eq(state.failure_reason().unwrap(), &error));
    assert_eq!(error.status().unwrap(), 503);
    assert_eq!(state.failure_count(), 1);
    assert!(state.data().is_none() && state.variables().is_some());
}

#[test]
fn a_call_that_is_refused_unsent_is_an_error_and_one_failure() {
    let mutation = Stage::new().mutation();

    let error = ready(mutation.mutate_async(unchanged().act_as("ada"))).unwrap_err();

    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(mutation.state().failure_count(), 1);
}

#[test]
fn a_reset_forgets_everything() {
    for reply in [ok_after(0), failure_after(0)] {
        let stage = Stage::playing([reply]);
        let mutation = stage.mutation();
        let _ = ready(mutation.mutate_async(unchanged()));

        mutation.reset();

        let state = mutation.state();
        assert!(state.is_idle());
        assert_holds_nothing(&state);
        assert_eq!((state.failure_count(), state.submitted_at()), (0, None));
    }
}

#[test]
fn the_next_call_forgets_how_the_last_one_ended() {
    let stage = Stage::playing([ok_after(0), failure_after(0), ok_after(1)]);
    let mutation = stage.mutation();

    let minted = ready(mutation.mutate_async(unchanged()));
    assert!(minted.is_ok() && mutation.state().is_success());
    stage.pass(5);
    let failed = ready(mutation.mutate_async(unchanged()));
    assert!(failed.is_err() && mutation.state().data().is_none());
    let mut last = mutation.mutate_async(unchanged());

    let state = mutation.state();
    assert!(state.is_pending());
    assert!(state.error().is_none() && state.failure_reason().is_none());
    assert_eq!(state.failure_count(), 0);
    assert_eq!(state.submitted_at(), Some(stage.now()));
    assert!(poll(&mut last).is_pending());
}

#[test]
fn clones_share_the_state_and_others_do_not() {
    let stage = Stage::new();
    let (mutation, other) = (stage.mutation(), stage.mutation());
    let clone = mutation.clone();

    ready(mutation.mutate_async(unchanged())).unwrap();

    assert!(clone.state().is_success());
    assert!(other.state().is_idle());
}

#[test]
fn the_key_names_the_operation_unless_another_is_given() {
    let stage = Stage::new();
    let key = MutationKey::new(["sign-in", "token"]);

    let named = stage.builder().key(key.clone()).build();

    let default = MutationKey::new(["glean-api", "createToken"]);
    assert_eq!(stage.mutation().key(), &default);
    assert_eq!(named.key(), &key);
}

#[test]
fn an_operation_is_a_variable_too() {
    let stage = Stage::new();
    let mutation = stage.mutation();
    let variables = Variables::new(CreateToken, unchanged().timeout(Duration::from_secs(1)));

    ready(mutation.mutate_async(variables)).unwrap();
    ready(mutation.mutate_async((CreateToken, unchanged()))).unwrap();

    assert_eq!(stage.fake.calls(), 2);
}

#[test]
fn a_status_is_spelt_as_tanstack_query_spells_it() {
    use MutationStatus::{Error, Idle, Pending, Success};

    let spelt = [Idle, Pending, Success, Error].map(|status| status.to_string());

    assert_eq!(spelt, ["idle", "pending", "success", "error"]);
}

fn assert_holds_nothing(state: &MutationState<CreateToken>) {
    assert!(state.variables().is_none() && state.data().is_none());
    assert!(state.error().is_none() && state.failure_reason().is_none());
}
