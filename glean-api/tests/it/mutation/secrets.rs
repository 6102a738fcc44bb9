use std::sync::{Arc, Mutex};

use glean_api::RequestOptions;
use glean_api::transport::retry::RetryConfig;
use glean_testkit::Reply;

use super::{Stage, poll, ready, unchanged};

/// The credential of the stage's client.
const CREDENTIAL: &str = "glean_user";

fn secret_options() -> RequestOptions {
    unchanged()
        .act_as("eve@secret.example")
        .header("x-planted", "s3cret-header")
}

#[test]
fn no_debug_shows_the_token_the_credential_or_a_value_of_the_variables() {
    let stage =
        Stage::playing([Reply::status(200)
            .json(serde_json::json!({"token": "s3cret-token", "expirationTime": 1}))]);
    let mutation = stage.mutation();
    let shown = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&shown);
    let subscription = mutation.subscribe(move |state| {
        *kept.lock().unwrap() += &format!("{state:?}");
    });
    let mut call = mutation.mutate_async(secret_options().api_token("s3cret-credential"));
    let future = format!("{call:?}");
    assert!(poll(&mut call).is_ready());

    let state = mutation.state();
    assert_eq!(state.data().unwrap().token.expose_secret(), "s3cret-token");
    let builder = stage.builder();
    let shown = format!(
        "{future} {mutation:?} {state:?} {subscription:?} {builder:?} {:?} {:?} {}",
        state.variables(),
        state.data(),
        shown.lock().unwrap(),
    );

    assert!(
        !shown.contains("s3cret") && !shown.contains("eve"),
        "{shown}"
    );
}

#[test]
fn a_failure_on_the_way_is_scrubbed_as_the_last_one_is() {
    let stage = Stage::playing([
        Reply::status(503)
            .body(format!("echo of {CREDENTIAL}"))
            .retry_after_seconds(1),
        Reply::ok(),
    ]);
    let mutation = stage.mutation();
    let retried = unchanged().retries(RetryConfig::backoff());
    let mut call = mutation.mutate_async(retried);

    assert!(poll(&mut call).is_pending());

    let state = mutation.state();
    let reason = state.failure_reason().unwrap();
    let shown = format!("{reason} {reason:?} {state:?}");
    assert!(
        shown.contains("echo of") && !shown.contains(CREDENTIAL),
        "{shown}"
    );
    stage.pass(1);
    ready(call).unwrap();
}
