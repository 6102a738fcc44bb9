//! What `unwrap` and its kin print, which goes to logs and crash reports.

use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};

use glean_api::{Error, GleanBuilder};

use super::{assert_hidden, planted};
use crate::support::{Reply, both, in_process, recording};

/// Gives the message of a panic.
fn message<T>(panics: impl FnOnce() -> T) -> String {
    let payload = catch_unwind(AssertUnwindSafe(|| drop(panics()))).unwrap_err();
    *payload
        .downcast::<String>()
        .expect("a panic with a message")
}

/// Asserts it of a success that should have failed, and of a failure that should not have.
fn assert_panics_hide<T: Debug>(name: &str, result: Result<T, Error>) {
    let message = if result.is_ok() {
        message(|| result.unwrap_err())
    } else {
        message(|| result.expect("a success"))
    };
    assert!(message.contains(": "), "{name}: shows the value: {message}");
    assert_hidden(name, &message);
}

#[tokio::test]
async fn of_a_result_with_secrets_behind_it() {
    for (name, reply) in [
        ("echo", Reply::text(401, "no such secret: pl4nted-token")),
        (
            "minted",
            Reply::json(r#"{"token":"pl4nted-minted","expirationTime":1}"#),
        ),
        ("misfit", Reply::json(r#"{"token":"pl4nted-minted"}"#)),
        (
            "201",
            Reply::new(201)
                .content_type("application/json")
                .body("pl4nted-minted"),
        ),
    ] {
        assert_panics_hide(name, both(name, &reply, &planted()).await);
    }
}

#[test]
fn of_a_client_that_was_built_or_not() {
    let build = |options: fn(GleanBuilder) -> GleanBuilder| {
        let (transport, _) = recording(&Reply::new(500));
        options(in_process()).transport(transport).build()
    };
    assert_panics_hide("built", build(|it| it.api_token("pl4nted-token")));
    assert_panics_hide("refused", build(|it| it.api_token("pl4nted-token\n")));
    let url = |it: GleanBuilder| it.server_url("https://a:pl4nted@b.example.com");
    assert_panics_hide("userinfo", build(url));
}

#[test]
fn of_options() {
    assert_panics_hide("options", Ok(planted()));
}
