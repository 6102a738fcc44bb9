use std::sync::{Arc, Mutex};
use std::time::Duration;

use glean_api::transport::retry::RetryConfig;
use glean_api::{ErrorKind, RequestOptions};
use glean_testkit::{Fault, Phase, Reply};

use super::{Stage, poll, ready};

/// At most three attempts, each after a wait of exactly what the server asks for.
fn three_attempts() -> RequestOptions {
    let retries = RetryConfig::backoff()
        .max_attempts(3)
        .retry_connection_errors(true);
    RequestOptions::new().retries(retries)
}

#[test]
fn failures_are_counted_while_the_call_is_still_retried() {
    let stage = Stage::playing([
        Reply::status(503).retry_after_seconds(5),
        Reply::status(429).retry_after_seconds(5),
        Reply::ok(),
    ]);
    let mutation = stage.mutation();
    let mut call = mutation.mutate_async(three_attempts());

    for (count, status) in [(1, 503), (2, 429)] {
        assert!(poll(&mut call).is_pending());
        let state = mutation.state();
        assert!(state.is_pending() && state.error().is_none());
        assert_eq!(state.failure_count(), count);
        let reason = state.failure_reason().unwrap();
        assert_eq!(reason.status().unwrap(), status);
        assert_eq!(reason.retry_after(), Some(Duration::from_secs(5)));
        assert_eq!((reason.attempts(), reason.is_retryable()), (count, true));
        assert_eq!(reason.stop_reason(), None);
        stage.pass(5);
    }
    ready(call).unwrap();

    let state = mutation.state();
    assert!(state.is_success() && state.failure_reason().is_none());
    assert_eq!(state.failure_count(), 0);
}

#[test]
fn the_failures_of_a_call_that_fails_are_its_attempts() {
    let reply = || Reply::status(503).retry_after_seconds(1);
    let stage = Stage::playing([reply(), reply(), reply()]);
    let mutation = stage.mutation();
    let mut call = mutation.mutate_async(three_attempts());
    for _ in 0..2 {
        assert!(poll(&mut call).is_pending());
        stage.pass(1);
    }

    let error = ready(call).unwrap_err();

    let state = mutation.state();
    assert_eq!((error.attempts(), state.failure_count()), (3, 3));
    assert!(Arc::ptr_eq(state.failure_reason().unwrap(), &error));
}

#[test]
fn an_attempt_without_a_reply_is_a_failure_with_its_kind() {
    let stage = Stage::playing([Fault::reset(Phase::AfterMint), Reply::ok()]);
    let mutation = stage.mutation();
    let mut call = mutation.mutate_async(three_attempts());

    assert!(poll(&mut call).is_pending());

    let state = mutation.state();
    let reason = state.failure_reason().unwrap();
    assert_eq!(
        (state.failure_count(), reason.kind()),
        (1, ErrorKind::Connection)
    );
    stage.pass(60);
    ready(call).unwrap();
}

#[test]
fn the_failures_of_a_call_that_no_longer_shows_are_not_counted() {
    let stage = Stage::playing([Reply::status(503).retry_after_seconds(1), Reply::ok()]);
    let mutation = stage.mutation();
    let mut call = mutation.mutate_async(three_attempts());
    mutation.reset();

    assert!(poll(&mut call).is_pending());

    assert_eq!(mutation.state().failure_count(), 0);
    assert!(mutation.state().is_idle());
    stage.pass(1);
    ready(call).unwrap();
}

#[test]
fn listeners_are_told_of_each_failure() {
    let stage = Stage::playing([Reply::status(503).retry_after_seconds(1), Reply::ok()]);
    let mutation = stage.mutation();
    let counts = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&counts);
    let _subscription =
        mutation.subscribe(move |state| kept.lock().unwrap().push(state.failure_count()));
    let mut call = mutation.mutate_async(three_attempts());
    assert!(poll(&mut call).is_pending());
    stage.pass(1);

    ready(call).unwrap();

    assert_eq!(*counts.lock().unwrap(), [0, 1, 0]);
}
