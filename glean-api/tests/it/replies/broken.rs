//! Exchanges that end before a whole reply is there.

use glean_api::transport::TransportErrorKind::{self, Interrupted};
use glean_api::{ErrorKind, RequestOptions};

use crate::support::{Outcome, Reply, Seen, assert_outcome, both};

fn connection(text: &str) -> Outcome {
    Outcome::failed(Seen::without_reply(
        ErrorKind::Connection,
        &format!("createToken: {text}"),
    ))
}

#[tokio::test]
async fn a_body_shorter_than_announced_is_an_error_and_no_success() {
    const MINTED: &str = r#"{"token":"t0ken","expirationTime":1}"#;
    let lost = connection("lost the connection in the middle of the reply");
    for (name, reply) in [
        ("a whole token", Reply::json(MINTED).short_of(1)),
        ("half a token", Reply::json(&MINTED[..20]).short_of(16)),
        ("nothing", Reply::json("").short_of(36)),
        ("an error", Reply::text(503, "later").short_of(1)),
        ("a redirect", Reply::text(302, "later").short_of(1)),
    ] {
        assert_outcome(name, &reply, lost.clone()).await;
    }
}

#[tokio::test]
async fn chunks_that_break_off_are_an_error_and_no_success() {
    let head =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let lost = connection("lost the connection in the middle of the reply");
    for (name, chunks) in [
        ("no chunk", ""),
        ("no last chunk", "2\r\n{}\r\n"),
        ("half a chunk", "24\r\n{\"token\""),
        ("no size", "{}\r\n0\r\n\r\n"),
    ] {
        let reply = Reply::raw(format!("{head}{chunks}"), TransportErrorKind::Body);
        assert_outcome(name, &reply, lost.clone()).await;
    }
}

#[tokio::test]
async fn a_connection_that_ends_before_a_head_may_have_carried_the_request() {
    let text = "lost the connection before the reply; the request may have been processed";
    for (name, bytes) in [
        ("closed", &b""[..]),
        ("half a status line", b"HTTP/1.1 2"),
        ("half a head", b"HTTP/1.1 200 OK\r\ncontent-type: appl"),
        ("another protocol", b"SSH-2.0-OpenSSH_9.9\r\n"),
        ("zeroes", &[0; 64]),
        ("no number for a status", b"HTTP/1.1 OK 200\r\n\r\n"),
        (
            "two lengths",
            b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        ),
        (
            "no number for a length",
            b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n",
        ),
    ] {
        let reply = Reply::raw(bytes, Interrupted);
        assert_outcome(name, &reply, connection(text)).await;
    }
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_refused_connection_is_one_attempt_of_which_nothing_was_sent() {
    let nobody = crate::support::Unlistening::bind();
    let glean = glean_api::Glean::builder()
        .server_url(nobody.url())
        .api_token("s3cret")
        .build()
        .unwrap();
    let result = glean.client().authentication().create_token().await;
    assert_eq!(
        Outcome::of(&result),
        connection("no connection to the server; nothing was sent")
    );
    assert!(result.unwrap_err().is_connection());
}

#[tokio::test]
async fn other_faults_of_a_transport_have_their_kind_and_text() {
    use glean_api::transport::retry::StopReason;

    for (fault, kind, text) in [
        (
            TransportErrorKind::InvalidRequest,
            ErrorKind::InvalidRequest,
            "the transport refused the request; nothing was sent",
        ),
        (
            TransportErrorKind::Connect,
            ErrorKind::Connection,
            "no connection to the server; nothing was sent",
        ),
        (
            TransportErrorKind::Timeout,
            ErrorKind::Timeout,
            "no reply in time",
        ),
        (
            TransportErrorKind::Other,
            ErrorKind::Transport,
            "the exchange failed",
        ),
    ] {
        let (transport, _) = crate::support::recording(&Reply::raw("", fault));
        let glean = crate::support::in_process()
            .transport(transport)
            .build()
            .unwrap();
        let result = glean.client().authentication().create_token().await;
        let is_retryable = matches!(kind, ErrorKind::Connection | ErrorKind::Timeout);
        let expected = Outcome::failed(Seen {
            is_retryable,
            stop_reason: Some(if is_retryable {
                StopReason::RetriesOff
            } else {
                StopReason::NotRetryable
            }),
            ..Seen::without_reply(kind, &format!("createToken: {text}"))
        });
        assert_eq!(Outcome::of(&result), expected, "{fault:?}");
    }
}

#[tokio::test]
async fn an_informational_reply_before_the_real_one_is_passed_over() {
    let body = r#"{"token":"t0ken","expirationTime":1}"#;
    let bytes = format!(
        "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let reply = Reply::json(body).written_as(bytes);
    let minted = both("103", &reply, &RequestOptions::new()).await.unwrap();
    assert_eq!(minted.expiration_time, 1);
}
