use crate::conformance::Rule;
use crate::conformance::case::{Case, expect};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::Seen;
use crate::wire::{Script, WireServer};
use glean_transport::TransportErrorKind::{Body, Interrupted};

pub(super) const RULES: &[Rule] = &[
    rule!(
        a_short_body_is_an_error,
        "A body that ends or breaks off before its framing says so is an error (`Body`), never a success."
    ),
    rule!(
        a_reset_is_no_end_of_a_body,
        "A body without a length ends with its connection in order; one that breaks off is an error (`Body`).",
        ResetIsNoEnd
    ),
];

async fn a_short_body_is_an_error(case: Case) -> Verdict {
    shorter_than_its_length(&case).await?;
    without_its_last_chunk(&case).await?;
    reset(&case, "content-length: 10", "01234").await?;
    reset(&case, "transfer-encoding: chunked", "a\r\n01234").await
}

async fn a_reset_is_no_end_of_a_body(case: Case) -> Verdict {
    reset(&case, "connection: close", "01234").await
}

async fn broken(case: &Case, what: &str, script: Script) -> Result<(), Seen> {
    let server = WireServer::start([script])?;
    let error = case.error(&server).await?;
    expect(&error, &[Body], what)
}

async fn shorter_than_its_length(case: &Case) -> Verdict {
    for sent in ["", "01234"] {
        let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{sent}");
        let script = Script::new().read_request().write(reply).fin();
        broken(case, &format!("{} of 10 bytes", sent.len()), script).await?;
    }
    Ok(())
}

async fn without_its_last_chunk(case: &Case) -> Verdict {
    for (what, sent) in [
        ("a head alone", ""),
        ("half a chunk", "a\r\n01234"),
        ("a chunk, and no last one", "5\r\n01234\r\n"),
    ] {
        let reply = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{sent}");
        let script = Script::new().read_request().write(reply).fin();
        broken(case, what, script).await?;
    }
    Ok(())
}

async fn reset(case: &Case, framing: &str, sent: &str) -> Verdict {
    let reply = format!("HTTP/1.1 200 OK\r\n{framing}\r\n\r\n{sent}");
    let server = WireServer::start([Script::new().read_request().write(reply).reset()])?;
    let error = case.error(&server).await?;
    // A reset may throw away what was not read yet, the head too.
    let what = format!("a reset in a body ({framing})");
    expect(&error, &[Body, Interrupted], &what)
}
