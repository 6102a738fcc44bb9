use bytes::Bytes;
use glean_transport::TransportErrorKind::{Connect, Interrupted, InvalidRequest, Other};
use http::Request;

use crate::conformance::Rule;
use crate::conformance::case::{Case, expect, post, unexpected, url};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::{Seen, ensure};
use crate::wire::{ClosedPort, Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        a_refused_connection_was_not_used,
        "`Connect` is a promise: no connection came about, and the server can't have seen the request."
    ),
    rule!(
        a_request_that_cannot_be_sent_is_invalid,
        "`InvalidRequest` is a promise: the request can't be sent as it is, and was not."
    ),
    rule!(
        a_connection_that_ends_before_the_reply_is_an_interruption,
        "When in doubt, the server may have seen the request: a connection that ends before the reply's whole head came is `Interrupted`."
    ),
    rule!(
        garbage_is_an_error,
        "What is no HTTP is an error, and the server may have seen the request."
    ),
    rule!(
        a_head_without_end_is_an_error,
        "A head that does not end is given up at some length, and the server may have seen the request."
    ),
    rule!(
        a_reset_before_the_request_is_an_error,
        "A connection that breaks at once is an error, and no reply."
    ),
];

/// The kinds of a request that may have been seen, where no head came.
const NO_HEAD: &[glean_transport::TransportErrorKind] = &[Interrupted, Other];

async fn a_refused_connection_was_not_used(case: Case) -> Verdict {
    let port = ClosedPort::new()?;
    match case.send(post(&url(port.address()))?).await? {
        Ok(response) => Err(unexpected(&response)),
        Err(error) => expect(&error, &[Connect], "a refused connection"),
    }
}

async fn a_request_that_cannot_be_sent_is_invalid(case: Case) -> Verdict {
    for uri in ["/no/host", "gopher://127.0.0.1:1/x"] {
        match case.send(Request::post(uri).body(Bytes::new())?).await? {
            Ok(response) => return Err(unexpected(&response)),
            Err(error) => expect(&error, &[InvalidRequest], &format!("the URI `{uri}`"))?,
        }
    }
    Ok(())
}

async fn interrupted(case: &Case, what: &str, script: Script) -> Result<(), Seen> {
    let server = WireServer::start([script])?;
    let error = case.error(&server).await?;
    expect(&error, &[Interrupted], what)
}

async fn a_connection_that_ends_before_the_reply_is_an_interruption(case: Case) -> Verdict {
    let read = || Script::new().read_request();
    interrupted(&case, "a FIN instead of a reply", read().fin()).await?;
    interrupted(&case, "a reset instead of a reply", read().reset()).await?;
    for part in ["HTTP", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nx-a: 1\r\n"] {
        let script = || read().write(part);
        interrupted(&case, "a FIN in the head", script().fin()).await?;
        interrupted(&case, "a reset in the head", script().reset()).await?;
    }
    Ok(())
}

async fn garbage_is_an_error(case: Case) -> Verdict {
    for garbage in [
        &b"garbage\r\n\r\n"[..],
        b"HTTP/1.1 2x0 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"\x15\x03\x01\x00\x02\x02\x46",
        b"SSH-2.0-OpenSSH_9.2p1\r\n",
    ] {
        let script = Script::new().read_request().write(garbage).fin();
        let server = WireServer::start([script])?;
        let error = case.error(&server).await?;
        expect(&error, NO_HEAD, "garbage")?;
    }
    Ok(())
}

async fn a_head_without_end_is_an_error(case: Case) -> Verdict {
    const LENGTH: usize = 32 * 1024 * 1024;
    let header = format!("x-a: {}\r\n", "x".repeat(1_000));
    let headers = header.repeat(LENGTH / header.len());
    let reply = format!("HTTP/1.1 200 OK\r\n{headers}");
    let server = WireServer::start([Script::new().read_request().write(reply).stall()])?;
    let error = case.error(&server).await?;
    expect(&error, NO_HEAD, "a head of 32 MiB without an end")
}

async fn a_reset_before_the_request_is_an_error(case: Case) -> Verdict {
    for (what, script) in [
        ("a reset", Script::new().reset()),
        ("a FIN", Script::new().fin()),
    ] {
        let server = WireServer::start([script])?;
        let error = case.error(&server).await?;
        ensure!(
            error.kind() != InvalidRequest,
            "after {what} the error is `InvalidRequest`, as if the request were to blame"
        );
    }
    Ok(())
}
