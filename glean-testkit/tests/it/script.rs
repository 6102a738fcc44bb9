//! Scripted replies.

use std::time::{Duration, UNIX_EPOCH};

use glean_models::ProblemDetails;
use glean_testkit::{FakeGlean, Reply};
use http::{HeaderValue, StatusCode};

use crate::call::Call;

fn call() -> Call {
    Call::with("glean_user")
}

#[test]
fn steps_answer_in_order_and_then_the_rulebook_does() {
    let glean = FakeGlean::in_process();
    glean.script([Reply::status(503).retry_after_seconds(1), Reply::ok()]);
    glean.script([Reply::status(StatusCode::BAD_GATEWAY)]);
    let replies: Vec<_> = (0..4).map(|_| call().in_process(&glean)).collect();
    let statuses: Vec<_> = replies
        .iter()
        .map(|reply| reply.status().as_u16())
        .collect();
    assert_eq!(statuses, [503, 200, 502, 200]);
    assert_eq!(replies[0].headers()["retry-after"], "1");
    assert!(replies[0].body().is_empty());
    assert_eq!(glean.ledger().len(), 2);
}

#[test]
fn a_call_that_is_not_well_formed_takes_no_step() {
    let glean = FakeGlean::builder().lenient().in_process();
    glean.script([Reply::status(503)]);
    assert_eq!(call().path("/").in_process(&glean).status(), 404);
    assert_eq!(
        call()
            .header("accept", "text/html")
            .in_process(&glean)
            .status(),
        406
    );
    assert_eq!(call().in_process(&glean).status(), 503);
}

#[test]
fn ok_passes_on_to_the_rulebook_which_may_refuse() {
    let glean = FakeGlean::in_process();
    glean.script([Reply::ok()]);
    assert_eq!(Call::with("unheard_of").in_process(&glean).status(), 401);
}

#[test]
fn a_credential_that_would_be_refused_still_takes_a_step() {
    let glean = FakeGlean::in_process();
    glean.script([Reply::status(503)]);
    assert_eq!(Call::new().in_process(&glean).status(), 503);
}

#[test]
fn a_reply_is_given_as_it_was_written() {
    let glean = FakeGlean::in_process();
    glean.script([Reply::status(418)
        .header("x-twice", "one")
        .header("x-twice", HeaderValue::from_bytes(b"t\xe9o").unwrap())
        .body("short and stout")
        .content_type("text/x-pot; charset=ascii")]);
    let reply = call().in_process(&glean);
    let twice: Vec<_> = reply
        .headers()
        .get_all("x-twice")
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    assert_eq!(twice, [&b"one"[..], b"t\xe9o"]);
    assert_eq!(reply.headers()["content-type"], "text/x-pot; charset=ascii");
    assert_eq!(reply.body(), "short and stout");
    assert!(reply.headers().contains_key("date"));
    assert!(reply.headers().contains_key("x-request-id"));
    assert!(!reply.headers().contains_key("x-glean-testkit-mismatch"));
}

#[test]
fn a_reply_can_bend_what_the_rulebook_gives() {
    let glean = FakeGlean::in_process();
    glean.script([
        Reply::ok()
            .content_type("text/html")
            .header("x-more", "yes"),
        Reply::ok().body("{}"),
    ]);
    let bent = call().in_process(&glean);
    assert_eq!(bent.headers().get_all("content-type").iter().count(), 1);
    assert_eq!(bent.headers()["content-type"], "text/html");
    assert_eq!(bent.headers()["x-more"], "yes");
    assert!(bent.body().starts_with(b"{\"token\":\"fake-glean-"));
    assert_eq!(call().in_process(&glean).body(), "{}");
    assert_eq!(glean.ledger().len(), 2);
}

#[test]
fn retry_after_comes_in_each_form() {
    let glean = FakeGlean::in_process();
    glean.script([
        Reply::status(429).retry_after_seconds(3),
        Reply::status(429).retry_after_ms(1500),
        Reply::status(429).retry_after_date(UNIX_EPOCH + Duration::from_secs(1_767_225_600)),
    ]);
    let headers: Vec<_> = (0..3)
        .map(|_| call().in_process(&glean).headers().clone())
        .collect();
    assert_eq!(headers[0]["retry-after"], "3");
    assert_eq!(headers[1]["retry-after-ms"], "1500");
    assert_eq!(headers[2]["retry-after"], "Thu, 01 Jan 2026 00:00:00 GMT");
}

#[test]
fn a_problem_brings_its_status_and_content_type() {
    let glean = FakeGlean::in_process();
    let mut problem = ProblemDetails::new();
    problem.status = Some(503);
    problem.code = Some("service_unavailable".to_owned());
    glean.script([
        Reply::problem(&problem),
        Reply::problem(ProblemDetails::new()),
    ]);
    let reply = call().in_process(&glean);
    assert_eq!(reply.status(), 503);
    assert_eq!(reply.headers()["content-type"], "application/problem+json");
    assert_eq!(
        reply.body(),
        r#"{"status":503,"code":"service_unavailable"}"#
    );
    assert_eq!(call().in_process(&glean).status(), 500);
}

#[test]
fn what_frames_a_reply_is_the_carrier_s() {
    let glean = FakeGlean::in_process();
    glean.script([Reply::status(200)
        .json(serde_json::json!({"token": "t", "expirationTime": 1}))
        .header("content-length", "99")
        .header("transfer-encoding", "chunked")]);
    let reply = call().in_process(&glean);
    assert_eq!(
        reply.headers()["content-length"],
        reply.body().len().to_string().as_str()
    );
    assert!(!reply.headers().contains_key("transfer-encoding"));
}

#[test]
fn a_reply_may_have_its_own_date_and_request_id() {
    let glean = FakeGlean::in_process();
    let date = "Fri, 01 Jan 2027 00:00:00 GMT";
    glean.script([Reply::status(503)
        .header("date", date)
        .header("x-request-id", "mine")]);
    let reply = call().in_process(&glean);
    assert_eq!(reply.headers()["date"], date);
    assert_eq!(reply.headers()["x-request-id"], "mine");
}

#[test]
#[should_panic(expected = "a final reply can't have status 100 Continue")]
fn a_status_that_is_no_final_reply_is_refused_at_once() {
    Reply::status(100);
}

#[test]
#[should_panic(expected = "HTTP does not allow a header's value such as the one given")]
fn a_value_that_http_forbids_is_refused_at_once_and_not_repeated() {
    let _ = Reply::ok().header("x-a", "one\ntwo");
}
