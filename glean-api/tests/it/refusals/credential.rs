use glean_api::credential::{ApiToken, credential_fn};
use glean_api::operation::Endpoint;
use glean_api::{ErrorKind, RequestOptions};

use super::{assert_invalid, assert_refused, setting};
use crate::support::{Reply, failure, in_process, recording};

#[tokio::test]
async fn a_token_that_no_header_may_hold() {
    for (case, reason) in [
        (setting!(|it| it.api_token("")), "the API token is empty"),
        (setting!(|it| it.api_token(" \t")), "the API token is empty"),
        (
            setting!(|it| it.api_token("Bearer ")),
            "the API token is empty",
        ),
        (
            setting!(|it| it.api_token("pl4nted\n")),
            "the API token holds a byte that HTTP forbids there (0x0a, at position 7); it seems to \
             be a line's end: trim it",
        ),
        (
            setting!(|it| it.api_token("pl4nted\r\n")),
            "the API token holds a byte that HTTP forbids there (0x0d, at position 7); it seems to \
             be a line's end: trim it",
        ),
        (
            setting!(|it| it.api_token("pl4nted\r\nX-Evil: 1")),
            "the API token holds a byte that HTTP forbids there (0x0d, at position 7)",
        ),
        (
            setting!(|it| it.api_token("pl4\0nted")),
            "the API token holds a byte that HTTP forbids there (0x00, at position 3)",
        ),
        (
            setting!(|it| it.api_token("pl4nted\u{e4}")),
            "the API token holds a byte that HTTP forbids there (0xc3, at position 7)",
        ),
        (
            setting!(|it| it.api_token("pl4nted ")),
            "the API token begins or ends with a space: trim it",
        ),
        (
            setting!(|it| it.api_token("Bearer  pl4nted")),
            "the API token begins or ends with a space: trim it",
        ),
    ] {
        assert_refused(case, &format!("credential: {reason}")).await;
    }
}

#[tokio::test]
async fn a_providers_token_that_no_header_may_hold() {
    let (transport, requests) = recording(&Reply::new(500));
    let provider = credential_fn(|| async { Ok(ApiToken::from("pl4nted\n")) });
    let glean = in_process()
        .credential_provider(provider)
        .transport(transport)
        .build()
        .unwrap();
    let error = failure(&glean).await;
    assert_invalid(
        "provider",
        &error,
        "createToken: the API token holds a byte that HTTP forbids there (0x0a, at position 7); it \
         seems to be a line's end: trim it",
    );
    assert_eq!(requests.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn a_provider_that_fails_is_told_apart_from_a_bad_token() {
    let (transport, requests) = recording(&Reply::new(500));
    let provider = credential_fn(|| async { Err("the vault is sealed".into()) });
    let glean = in_process()
        .credential_provider(provider)
        .transport(transport)
        .build()
        .unwrap();
    let error = failure(&glean).await;
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert_eq!(
        error.to_string(),
        "createToken: the credential provider failed"
    );
    let source = std::error::Error::source(&error).map(ToString::to_string);
    assert_eq!(source.as_deref(), Some("the vault is sealed"));
    assert_eq!((error.attempts(), error.stop_reason()), (0, None));
    assert_eq!(requests.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn an_endpoint_has_no_way_to_ask_a_provider() {
    let provider = credential_fn(|| async { Ok(ApiToken::from("pl4nted")) });
    let options = RequestOptions::new()
        .instance("acme")
        .credential_provider(provider);
    let error = Endpoint::new(&options).unwrap_err();
    let message = "a credential provider is asked by a client only; give `.api_token(..)` here";
    assert_invalid("endpoint", &error, message);
}
