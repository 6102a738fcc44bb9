use crate::conformance::Rule;
use crate::conformance::case::Case;
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::ensure;
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[rule!(
    no_cookies_are_kept,
    "No cookies: what a reply sets is not sent with the next request."
)];

async fn no_cookies_are_kept(case: Case) -> Verdict {
    let reply = "HTTP/1.1 200 OK\r\nset-cookie: session=1; Path=/\r\ncontent-length: 2\r\n\r\nok";
    let server = WireServer::start([Script::new().read_request().write(reply).repeat()])?;
    let response = case.reply(&server).await?;
    ensure!(
        response.headers().contains_key("set-cookie"),
        "`Set-Cookie` was kept from the caller"
    );
    case.still_works(&server).await?;
    for connection in server.connections() {
        for request in &connection.requests {
            let head = String::from_utf8_lossy(request).to_lowercase();
            ensure!(!head.contains("\r\ncookie:"), "a cookie was sent");
        }
    }
    Ok(())
}
