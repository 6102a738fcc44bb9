use glean_transport::DEFAULT_BODY_LIMIT;
use glean_transport::TransportErrorKind::TooLarge;

use crate::conformance::Rule;
use crate::conformance::case::{Case, Reply, expect, limited, post, shown, unexpected};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::{Seen, ensure};
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        a_body_over_the_limit_is_too_large,
        "A body over the limit (`Attempt::body_limit`, 1 MiB unless set) is `TooLarge`, without being read to its end."
    ),
    rule!(
        a_body_up_to_the_limit_is_read,
        "A body up to the limit is read, and with no limit any body is."
    ),
];

/// The head of a reply, and its body up to where it is over the limit by a byte. Its end never comes.
fn endless(framing: &str, over: usize) -> Script {
    let body = "x".repeat(over);
    let reply = match framing {
        "announced" => format!("content-length: {}\r\n\r\n", over * 2),
        "chunked" => format!("transfer-encoding: chunked\r\n\r\n{over:x}\r\n{body}\r\n"),
        _ => format!("connection: close\r\n\r\n{body}"),
    };
    let reply = format!("HTTP/1.1 200 OK\r\n{reply}");
    Script::new().read_request().write(reply).stall()
}

async fn send(case: &Case, script: Script, limit: Option<usize>) -> Result<Reply, Seen> {
    let server = WireServer::start([script])?;
    case.send(limited(post(&server.url("/x"))?, limit)).await
}

async fn a_body_over_the_limit_is_too_large(case: Case) -> Verdict {
    for framing in ["announced", "chunked", "until the end"] {
        match send(&case, endless(framing, 1_001), Some(1_000)).await? {
            Ok(response) => return Err(unexpected(&response)),
            Err(error) => expect(&error, &[TooLarge], &format!("a body over it ({framing})"))?,
        }
    }
    for framing in ["announced", "chunked", "until the end"] {
        let server = WireServer::start([endless(framing, DEFAULT_BODY_LIMIT + 1)])?;
        let error = case.error(&server).await?;
        expect(&error, &[TooLarge], &format!("more than 1 MiB ({framing})"))?;
    }
    Ok(())
}

async fn a_body_up_to_the_limit_is_read(case: Case) -> Verdict {
    let framed = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n01234";
    let chunked =
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\n012\r\n2\r\n34\r\n0\r\n\r\n";
    for reply in [framed, chunked] {
        for limit in [Some(5), Some(usize::MAX), None] {
            let script = Script::new().read_request().write(reply).fin();
            let response = send(&case, script, limit).await??;
            ensure!(
                response.body() == "01234",
                "five bytes with the limit {limit:?} made for {}",
                shown(&response)
            );
        }
    }
    let body = "x".repeat(DEFAULT_BODY_LIMIT);
    let reply = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}");
    let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
    let response = case.reply(&server).await?;
    ensure!(
        response.body().len() == DEFAULT_BODY_LIMIT,
        "1 MiB made for {}",
        shown(&response)
    );
    let big = 3 * DEFAULT_BODY_LIMIT;
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {big}\r\n\r\n{}",
        "x".repeat(big)
    );
    let script = Script::new().read_request().write(reply).fin();
    let response = send(&case, script, None).await??;
    ensure!(
        response.body().len() == big,
        "{big} bytes without a limit made for {}",
        shown(&response)
    );
    Ok(())
}
