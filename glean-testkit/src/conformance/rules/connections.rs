use std::time::Duration;

use tokio::time::timeout;

use crate::conformance::Rule;
use crate::conformance::case::{Case, OK};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::ensure;
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        a_connection_is_used_again,
        "A connection that is in order, after a reply of any status, is used for the next request.",
        KeepAlive
    ),
    rule!(
        a_connection_closed_while_idle_is_not_used,
        "A request that provably never left (a pooled connection that was found closed) may be put on another connection.",
        StaleConnections
    ),
    rule!(
        a_reply_that_nobody_asked_for_is_not_taken,
        "One `send` is one exchange: bytes after a reply's end are no reply to the next request."
    ),
    rule!(
        an_early_reply_is_taken,
        "A reply that comes before the request's body was read is the reply.",
        EarlyReply
    ),
];

async fn a_connection_is_used_again(case: Case) -> Verdict {
    let failed = "HTTP/1.1 503 Unavailable\r\ncontent-length: 2\r\n\r\nno";
    let script = Script::new().read_request().write(failed);
    let server = WireServer::start([script.read_request().write(OK).repeat()])?;
    drop(case.reply(&server).await?);
    case.still_works(&server).await?;
    drop(case.reply(&server).await?);
    let connections = server.connections().len();
    ensure!(
        connections == 1,
        "three requests took {connections} connections"
    );
    Ok(())
}

async fn a_connection_closed_while_idle_is_not_used(case: Case) -> Verdict {
    let script = Script::new().read_request().write(OK).fin();
    let server = WireServer::start([script])?;
    for round in 1..=3 {
        case.still_works(&server).await?;
        // The server has said goodbye. Who watches its connections answers at once; who looks only
        // before it uses one has had the time to be told.
        let ended = server.wait_until(|connections| {
            connections.len() == round
                && connections
                    .iter()
                    .all(|connection| connection.end.is_some())
        });
        let _ = timeout(Duration::from_secs(1), ended).await;
    }
    Ok(())
}

async fn a_reply_that_nobody_asked_for_is_not_taken(case: Case) -> Verdict {
    let smuggled = "HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\nsmuggled";
    let first = format!("{OK}{smuggled}");
    let server = WireServer::start([
        Script::new().read_request().write(first).stall(),
        Script::new().read_request().write(OK).repeat(),
    ])?;
    case.still_works(&server).await?;
    let second = case.post(&server).await?;
    let taken = second.is_ok_and(|response| response.body() == "smuggled");
    ensure!(
        !taken,
        "the second request got what came unasked after the first one's reply"
    );
    Ok(())
}

async fn an_early_reply_is_taken(case: Case) -> Verdict {
    // More than the sockets' buffers hold, so that the body is still on its way.
    let body = vec![0; 16 * 1024 * 1024];
    let reply =
        "HTTP/1.1 413 Content Too Large\r\nconnection: close\r\ncontent-length: 2\r\n\r\nno";
    let server = WireServer::start([Script::new().read_head().write(reply).fin()])?;
    let request = http::Request::post(server.url("/x"))
        .header("content-length", body.len())
        .body(body.into())?;
    let response = case.send(request).await??;
    ensure!(
        response.status() == 413,
        "a 413 became a {}",
        response.status()
    );
    Ok(())
}
