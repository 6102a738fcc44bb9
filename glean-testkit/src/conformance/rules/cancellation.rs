use std::pin::pin;
use std::time::Duration;

use tokio::time::timeout;

use crate::conformance::Rule;
use crate::conformance::case::{Case, OK, post, requests, url};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::Seen;
use crate::wire::{BlackHole, Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        a_dropped_exchange_leaves_the_transport_usable,
        "Dropping the future closes or abandons the exchange and leaves the transport usable.",
        Cancellation
    ),
    rule!(
        a_dropped_exchange_is_closed,
        "Dropping the future closes the exchange's connection, so that the server can stop.",
        Cancellation,
        CloseOnDrop
    ),
];

/// Where a server gets stuck.
fn stalls() -> [(&'static str, Script); 3] {
    [
        ("before the head", Script::new().read_request().stall()),
        (
            "in the head",
            Script::new()
                .read_request()
                .write("HTTP/1.1 200 OK\r\nx-a: ")
                .stall(),
        ),
        (
            "in the body",
            Script::new()
                .read_request()
                .write("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n01234")
                .stall(),
        ),
    ]
}

/// Begins an exchange and drops it once the server has read the request.
async fn drop_in_flight(case: &Case, server: &WireServer, phase: &str) -> Result<(), Seen> {
    let mut exchange = pin!(case.post(server));
    let arrived = case.until(server, "the request", |connections| {
        requests(connections) > 0
    });
    tokio::select! {
        biased;
        arrived = arrived => arrived,
        _ = &mut exchange => Err(format!("the exchange ended while the server stalled {phase}").into()),
    }
}

async fn a_dropped_exchange_leaves_the_transport_usable(case: Case) -> Verdict {
    for (phase, script) in stalls() {
        let answers = Script::new().read_request().write(OK).repeat();
        let server = WireServer::start([script, answers])?;
        drop_in_flight(&case, &server, phase).await?;
        case.still_works(&server).await?;
        case.still_works(&server).await?;
    }
    drop_while_connecting(&case).await?;
    let server = WireServer::start([Script::new().read_request().write(OK).fin()])?;
    case.still_works(&server).await
}

async fn drop_while_connecting(case: &Case) -> Verdict {
    let hole = BlackHole::new()?;
    let mut exchange = pin!(case.send(post(&url(hole.address()))?));
    // Long enough to get stuck; where the platform refuses instead, that is fine too.
    let _ = timeout(Duration::from_millis(50), &mut exchange).await;
    Ok(())
}

async fn a_dropped_exchange_is_closed(case: Case) -> Verdict {
    for (phase, script) in stalls() {
        let server = WireServer::start([script])?;
        let case = case.afresh();
        drop_in_flight(&case, &server, phase).await?;
        let what = format!("the connection to be closed, after a drop {phase}");
        case.until(&server, &what, |connections| {
            connections
                .iter()
                .all(|connection| connection.end.is_some())
        })
        .await?;
    }
    Ok(())
}
