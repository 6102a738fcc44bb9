use crate::conformance::Rule;
use crate::conformance::case::{Case, OK, answering_once, requests};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::ensure;
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        no_reply_is_asked_for_twice,
        "One `send` is one exchange: there is no hidden retry, whatever the status."
    ),
    rule!(
        a_request_that_may_have_been_seen_is_not_repeated,
        "One `send` is one exchange. Only a request that provably never left may be put on another connection."
    ),
];

async fn no_reply_is_asked_for_twice(case: Case) -> Verdict {
    for status in [408, 421, 425, 429, 500, 502, 503, 504] {
        let reply =
            format!("HTTP/1.1 {status} Again\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n");
        let server = WireServer::start([answering_once(reply)])?;
        // What comes back is another rule's affair.
        drop(case.post(&server).await?);
        let asked = requests(&server.connections());
        ensure!(asked == 1, "after a {status} there were {asked} requests");
    }
    Ok(())
}

async fn a_request_that_may_have_been_seen_is_not_repeated(case: Case) -> Verdict {
    type Ending = fn(Script) -> Script;
    let endings: [(&str, Ending); 2] = [("a FIN", Script::fin), ("a reset", Script::reset)];
    let answers = || Script::new().read_request().write(OK).fin();
    for (what, end) in endings {
        let server = WireServer::start([end(Script::new().read_request()), answers()])?;
        drop(case.error(&server).await?);
        let asked = requests(&server.connections());
        ensure!(asked == 1, "after {what} there were {asked} requests");

        // The same on a connection that was used before.
        let used = Script::new().read_request().write(OK).read_request();
        let server = WireServer::start([end(used), answers()])?;
        case.still_works(&server).await?;
        let second = case.post(&server).await?;
        let connections = server.connections();
        // A transport that keeps no connection has put the second request on another one.
        let was_kept = connections
            .first()
            .is_some_and(|first| first.requests.len() == 2);
        let asked = requests(&connections);
        ensure!(
            !was_kept || (asked == 2 && second.is_err()),
            "after {what} on a connection that was used before there were {asked} requests in all"
        );
    }
    Ok(())
}
