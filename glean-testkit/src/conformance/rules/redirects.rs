use crate::conformance::Rule;
use crate::conformance::case::{Case, OK, answering_once, requests};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::ensure;
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[rule!(
    redirects_are_not_followed,
    "Redirects are not followed: a 302 comes back as a 302."
)];

async fn redirects_are_not_followed(case: Case) -> Verdict {
    let elsewhere = WireServer::start([Script::new().read_request().write(OK).repeat()])?;
    for status in [301, 302, 303, 307, 308] {
        for location in ["/y".to_owned(), elsewhere.url("/y")] {
            let reply = format!(
                "HTTP/1.1 {status} Moved\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"
            );
            let server = WireServer::start([answering_once(reply)])?;
            let response = case.reply(&server).await?;
            ensure!(
                response.status() == status,
                "a {status} became a {}",
                response.status()
            );
            ensure!(
                response.headers().contains_key("location"),
                "the `Location` of a {status} got lost"
            );
            let asked = requests(&server.connections()) + requests(&elsewhere.connections());
            ensure!(asked == 1, "a {status} made for {asked} requests");
        }
    }
    Ok(())
}
