use std::pin::pin;

use crate::conformance::Rule;
use crate::conformance::case::{Case, OK, requests};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::{Seen, ensure};
use crate::wire::{Gate, Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        the_executor_is_not_blocked,
        "The executor is never blocked: other tasks go on while the server takes its time."
    ),
    rule!(
        sixty_four_requests_are_under_way_at_once,
        "The transport is shared: 64 requests at once get each its own reply.",
        Concurrency
    ),
];

async fn the_executor_is_not_blocked(case: Case) -> Verdict {
    for (phase, script) in [
        ("before the head", Script::new().read_request()),
        (
            "in the body",
            Script::new()
                .read_request()
                .write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"),
        ),
    ] {
        let gate = Gate::new();
        let rest = if phase == "in the body" { "ok" } else { OK };
        let server = WireServer::start([script.wait_for(&gate).write(rest).fin()])?;
        // The server goes on once another task of this executor has said so.
        let mut exchange = pin!(case.post(&server));
        let other = async {
            let arrived = case.until(&server, "the request", |connections| {
                requests(connections) > 0
            });
            arrived.await?;
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            gate.open();
            Ok::<(), Seen>(())
        };
        let (reply, other) = tokio::join!(&mut exchange, other);
        other?;
        let response = reply??;
        ensure!(
            response.body() == "ok",
            "a server that took its time {phase} made for another reply"
        );
    }
    Ok(())
}

async fn sixty_four_requests_are_under_way_at_once(case: Case) -> Verdict {
    const REQUESTS: usize = 64;
    let gate = Gate::new();
    let scripts = (0..REQUESTS).map(|number| {
        let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{number:02}");
        Script::new()
            .read_request()
            .wait_for(&gate)
            .write(reply)
            .fin()
    });
    let server = WireServer::start(scripts)?;
    let mut exchanges = tokio::task::JoinSet::new();
    for _ in 0..REQUESTS {
        let (case, url) = (case.clone(), server.url("/x"));
        exchanges.spawn(async move { case.send(crate::conformance::case::post(&url)?).await });
    }
    case.until(&server, "64 requests at once", |connections| {
        requests(connections) == REQUESTS
    })
    .await?;
    gate.open();
    let mut bodies = Vec::new();
    for exchange in exchanges.join_all().await {
        let response = exchange??;
        bodies.push(String::from_utf8_lossy(response.body()).into_owned());
    }
    bodies.sort();
    let expected: Vec<String> = (0..REQUESTS).map(|number| format!("{number:02}")).collect();
    ensure!(
        bodies == expected,
        "the replies of 64 requests got mixed up"
    );
    Ok(())
}
