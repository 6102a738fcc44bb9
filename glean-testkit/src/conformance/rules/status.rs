use crate::conformance::Rule;
use crate::conformance::case::{Case, post};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::ensure;
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        any_status_is_a_success,
        "Any status is `Ok`. What a status means is decided above the seam."
    ),
    rule!(
        a_head_request_and_a_304_have_no_body,
        "A reply that has no body by HTTP's rules is whole with its head, whatever length that announces."
    ),
];

async fn any_status_is_a_success(case: Case) -> Verdict {
    for status in [200, 201, 204, 400, 401, 403, 404, 429, 500, 503, 599] {
        let reply = format!("HTTP/1.1 {status} Some Reason\r\ncontent-length: 0\r\n\r\n");
        let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
        let response = case.reply(&server).await?;
        ensure!(
            response.status() == status,
            "a {status} became a {}",
            response.status()
        );
    }
    Ok(())
}

async fn a_head_request_and_a_304_have_no_body(case: Case) -> Verdict {
    // The connection stays open: who waits for five bytes, waits in vain.
    let script = |status: &str| {
        let reply = format!("HTTP/1.1 {status}\r\ncontent-length: 5\r\n\r\n");
        Script::new().read_request().write(reply).stall()
    };
    let server = WireServer::start([script("304 Not Modified")])?;
    let response = case.reply(&server).await?;
    ensure!(response.body().is_empty(), "a 304 got a body");

    let server = WireServer::start([script("200 OK")])?;
    let mut request = post(&server.url("/x"))?;
    *request.method_mut() = http::Method::HEAD;
    request.headers_mut().remove("content-length");
    let response = case.send(request).await??;
    ensure!(
        response.body().is_empty(),
        "the reply to a HEAD request got a body"
    );
    Ok(())
}
