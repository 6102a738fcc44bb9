use std::pin::pin;
use std::time::Duration;

use tokio::time::timeout;

use crate::conformance::Rule;
use crate::conformance::case::{Case, OK, limited, post};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::Seen;
use crate::wire::{Gate, Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        every_failure_leaves_the_transport_usable,
        "A failure concerns one exchange: the next request gets its own reply."
    ),
    rule!(
        the_rest_of_a_body_is_not_the_next_reply,
        "A failure concerns one exchange: what is left of a body that was not read is no reply."
    ),
];

/// What goes wrong with the first exchange.
fn failures() -> Vec<(&'static str, Script)> {
    let read = || Script::new().read_request();
    let write = |reply: &str| read().write(reply);
    let short = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n01234";
    vec![
        ("a reset before the request", Script::new().reset()),
        ("a FIN before the request", Script::new().fin()),
        ("a FIN before the head", read().fin()),
        ("a reset before the head", read().reset()),
        ("a FIN in the head", write("HTTP/1.1 200 OK\r\nx-a").fin()),
        (
            "a reset in the head",
            write("HTTP/1.1 200 OK\r\nx-a").reset(),
        ),
        ("a short body", write(short).fin()),
        ("a reset in the body", write(short).reset()),
        ("garbage", write("\0\u{1}garbage\r\n\r\n").fin()),
        (
            "a broken chunk",
            write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n").fin(),
        ),
        (
            "a 500 that closes",
            write("HTTP/1.1 500 Failed\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno").fin(),
        ),
        (
            "a body over the limit",
            write("HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n").fin(),
        ),
    ]
}

async fn every_failure_leaves_the_transport_usable(case: Case) -> Verdict {
    for (what, script) in failures() {
        let answers = Script::new().read_request().write(OK).repeat();
        let server = WireServer::start([script, answers])?;
        // Whether it fails, and how, is another rule's affair.
        let first = case.post(&server).await;
        let after = |Seen(seen)| Seen(format!("after {what}: {seen}"));
        drop(first.map_err(after)?);
        case.still_works(&server).await.map_err(after)?;
        case.still_works(&server).await.map_err(after)?;
    }
    Ok(())
}

async fn the_rest_of_a_body_is_not_the_next_reply(case: Case) -> Verdict {
    let smuggled = "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nsmuggled";
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n",
        smuggled.len()
    );
    let gate = Gate::new();
    let server = WireServer::start([
        Script::new()
            .read_request()
            .write(head)
            .wait_for(&gate)
            .write(smuggled)
            .read_request()
            .write(OK)
            .stall(),
        Script::new().read_request().write(OK).repeat(),
    ])?;
    {
        // Given up on the head alone, as it should be; the body comes after.
        let mut first = pin!(case.send(limited(post(&server.url("/x"))?, Some(1))));
        let early = timeout(Duration::from_millis(50), &mut first).await;
        gate.open();
        if early.is_err() {
            drop(first.await?);
        }
    }
    case.still_works(&server).await
}
