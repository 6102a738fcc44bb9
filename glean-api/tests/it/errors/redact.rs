//! `Error::redact`, for whoever sends the request by other means.

use bytes::Bytes;
use glean_api::client::authentication::CreateToken;
use glean_api::operation::Operation;
use glean_api::{Error, ErrorKind};
use http::Response;

fn error(status: u16, content_type: &str, body: &str) -> Error {
    let response = Response::builder()
        .status(status)
        .header("content-type", content_type)
        .header("x-request-id", "r-s3cret")
        .header("retry-after", "2")
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap();
    CreateToken::response(response).unwrap_err()
}

#[test]
fn a_reply_read_by_hand_is_the_same_error_without_attempts() {
    let error = error(503, "text/plain", "later");
    assert_eq!(
        error.to_string(),
        "createToken: 503 Service Unavailable: later"
    );
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.operation(), Some("createToken"));
    assert_eq!((error.attempts(), error.stop_reason()), (0, None));
    assert_eq!(error.retry_after().unwrap().as_secs(), 2);
    assert!(error.is_retryable());
}

#[test]
fn what_is_redacted_is_shown_nowhere() {
    let body = r#"{"title":"no such secret: s3cret","echo":"s3cret"}"#;
    let shown = error(401, "application/problem+json", body);
    assert!(shown.to_string().contains("s3cret"), "{shown}");

    let error = shown.redact("s3cret");

    assert_eq!(
        error.to_string(),
        "createToken: 401 Unauthorized: no such secret: [redacted]"
    );
    assert_eq!(error.request_id(), Some("r-[redacted]"));
    assert!(!format!("{error:?}").contains("s3cret"), "{error:?}");
    let reply = error.as_glean_error().unwrap();
    assert!(!format!("{:?}", reply.problem()).contains("s3cret"));
    assert!(!format!("{:?}", reply.headers()).contains("s3cret"));
    assert_eq!(reply.body(), body, "the body as it came");
    assert_eq!(error.retry_after().unwrap().as_secs(), 2);
    assert!(!error.is_retryable());
}

#[test]
fn a_second_secret_leaves_the_first_redacted() {
    for (content_type, body) in [
        ("text/plain", "one-s3cret two-s3cret"),
        (
            "application/problem+json",
            r#"{"detail":"one-s3cret two-s3cret"}"#,
        ),
    ] {
        let error = error(401, content_type, body)
            .redact("one-s3cret")
            .redact("two-s3cret");
        assert_eq!(
            error.to_string(),
            "createToken: 401 Unauthorized: [redacted] [redacted]"
        );
        let problem = format!("{:?}", error.as_glean_error().unwrap().problem());
        assert!(!problem.contains("s3cret"), "{problem}");
    }
}

#[test]
fn nothing_is_redacted_for_an_empty_secret() {
    for secret in ["", " "] {
        let error = error(401, "text/plain", "a b").redact(secret);
        assert_eq!(error.to_string(), "createToken: 401 Unauthorized: a b");
    }
}
