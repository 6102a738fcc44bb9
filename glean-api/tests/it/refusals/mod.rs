//! Bad input: refused at once, with the reason, the way out, and never the value.

mod credential;
mod missing;
mod options;
mod server;
mod sleep;
mod variables;

use std::error::Error as _;

use glean_api::operation::Endpoint;
use glean_api::{Error, ErrorKind, Glean, GleanBuilder, RequestOptions};

use crate::support::{Reply, in_process, recording};

type Client = fn(GleanBuilder) -> GleanBuilder;
type Call = fn(RequestOptions) -> RequestOptions;

/// A setting, as a client's and as a call's.
type Setting = (&'static str, Client, Call);

/// Writes a [`Setting`] once for both.
macro_rules! setting {
    (|$it:ident| $set:expr) => {
        (
            stringify!($set),
            (|$it| $set) as crate::refusals::Client,
            (|$it| $set) as crate::refusals::Call,
        )
    };
}
use setting;

/// Asserts that a client, a call and an endpoint refuse a setting, all with the same words.
async fn assert_refused((name, client, call): Setting, message: &str) {
    let (transport, requests) = recording(&Reply::json(r#"{"token":"t0ken","expirationTime":1}"#));
    let glean = in_process().transport(transport).build().unwrap();
    let create = glean.client().authentication().create_token();
    let of_call = create
        .options(call(RequestOptions::new()))
        .await
        .unwrap_err();
    assert_eq!(requests.lock().unwrap().len(), 0, "{name}: was sent");
    assert_eq!(of_call.operation(), Some("createToken"), "{name}");
    assert_invalid(name, &of_call, &format!("createToken: {message}"));

    let of_client = build(client(in_process())).unwrap_err();
    assert_eq!(of_client.operation(), None, "{name}");
    assert_invalid(name, &of_client, message);

    let alone = RequestOptions::new().instance("acme").api_token("s3cret");
    let of_endpoint = Endpoint::new(&call(alone)).unwrap_err();
    assert_invalid(name, &of_endpoint, message);
}

fn assert_invalid(name: &str, error: &Error, message: &str) {
    assert_eq!(error.to_string(), message, "{name}");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{name}");
    assert!(error.is_invalid_request(), "{name}");
    assert!(!error.is_retryable(), "{name}");
    assert_eq!(error.attempts(), 0, "{name}");
    assert_eq!(error.stop_reason(), None, "{name}");
    assert!(error.as_glean_error().is_none(), "{name}");
    assert!(error.source().is_none(), "{name}");
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains("pl4nted"), "{name}: {shown}");
}

/// Builds a client that could send, if only it had to.
fn build(builder: GleanBuilder) -> Result<Glean, Error> {
    let (transport, _) = recording(&Reply::new(500));
    builder.transport(transport).build()
}
