//! The configuration as JSON.

use std::time::Duration;

use glean_models::CreateAuthTokenResponse;
use glean_testkit::{FakeGlean, ManualClock, ModelConfig};
use glean_transport::TransportErrorKind;
use glean_transport::time::Clock;
use serde_json::json;

use crate::call::{Call, PATH, send};

fn fake(config: &serde_json::Value) -> FakeGlean {
    let config = ModelConfig::from_json(&config.to_string()).unwrap();
    FakeGlean::builder()
        .config(config.lenient())
        .clock(ManualClock::new())
        .in_process()
}

#[test]
fn an_empty_object_is_the_default() {
    let from_json = ModelConfig::from_json("{}").unwrap();
    assert_eq!(
        format!("{from_json:?}"),
        format!("{:?}", ModelConfig::default())
    );
}

#[test]
fn users_and_credentials_of_every_kind_are_known() {
    let glean = fake(&json!({
        "built_in": false,
        "users": ["lin@example.com"],
        "credentials": [
            {"secret": "of-mary", "kind": "user", "user": "mary@example.com"},
            {"secret": "of-all", "kind": "global"},
            {"secret": "of-nobody", "kind": "anonymous"},
            {"secret": "of-glean", "kind": "glean-oauth", "user": "mary@example.com"},
            {"secret": "of-the-idp", "kind": "external-oauth", "user": "mary@example.com"},
        ],
    }));
    let calls = [
        (Call::with("of-mary"), Some("mary@example.com")),
        (
            Call::with("of-all").header("x-glean-actas", "lin@example.com"),
            Some("lin@example.com"),
        ),
        (Call::with("of-nobody"), None),
        (Call::with("of-glean"), Some("mary@example.com")),
        (
            Call::with("of-the-idp").header("x-glean-auth-type", "OAUTH"),
            Some("mary@example.com"),
        ),
    ];
    for (call, user) in calls {
        assert_eq!(call.in_process(&glean).status(), 200, "{call:?}");
        let ledger = glean.ledger();
        assert_eq!(ledger.last().unwrap().acting_user.as_deref(), user);
    }
    assert_eq!(Call::with("glean_user").in_process(&glean).status(), 401);
    assert_eq!(
        Call::with("glean_status_503").in_process(&glean).status(),
        401
    );
}

#[test]
fn a_credential_has_a_state_and_an_end() {
    let end = 1_767_225_600 + 60;
    let glean = fake(&json!({
        "credentials": [
            {"secret": "no-scope", "kind": "global", "state": "unscoped"},
            {"secret": "short", "kind": "user", "user": "lin@example.com", "expires_at": end},
        ],
    }));
    let acting = Call::with("no-scope").header("x-glean-actas", "ada@example.com");
    assert_eq!(acting.in_process(&glean).status(), 403);
    assert_eq!(Call::with("short").in_process(&glean).status(), 200);
    glean.clock().advance(Duration::from_secs(60));
    assert_eq!(Call::with("short").in_process(&glean).status(), 401);
}

#[test]
fn the_members_do_what_the_builder_does() {
    let glean = fake(&json!({
        "seed": 7,
        "token_lifetime_seconds": 600,
        "path_prefix": "/glean",
        "problem_json": true,
        "skew_seconds": -30,
        "keep_last": 1,
    }));
    let call = Call::with("glean_user").path(&format!("/glean{PATH}"));
    let body = call.in_process(&glean).into_body();
    let minted: CreateAuthTokenResponse = serde_json::from_slice(&body).unwrap();
    assert_eq!(minted.expiration_time, 1_767_225_600 + 600 - 30);
    let twin = FakeGlean::builder().seed(7).in_process();
    let first = Call::with("glean_user").in_process(&twin).into_body();
    let first: CreateAuthTokenResponse = serde_json::from_slice(&first).unwrap();
    assert_eq!(first.token.expose_secret(), minted.token.expose_secret());

    let refused = Call::with("nobody")
        .path(&format!("/glean{PATH}"))
        .in_process(&glean);
    assert_eq!(
        refused.headers()["content-type"],
        "application/problem+json"
    );
    assert_eq!(glean.requests().len(), 1);
}

#[test]
fn latency_is_waited_on_the_fakes_clock() {
    let config = ModelConfig::from_json(r#"{"latency_ms": 250}"#).unwrap();
    let clock = ManualClock::auto_advancing();
    let glean = FakeGlean::builder()
        .config(config)
        .clock(clock.clone())
        .in_process();
    assert_eq!(Call::with("glean_user").in_process(&glean).status(), 200);
    assert_eq!(clock.monotonic(), Duration::from_millis(250));
}

#[test]
fn limits_are_named_or_given_each() {
    let glean = fake(&json!({
        "rate_limits": {"user": {"per_minute": 60, "burst": 1}, "retry_after": "milliseconds"},
    }));
    assert_eq!(Call::with("glean_user").in_process(&glean).status(), 200);
    let limited = Call::with("glean_user").in_process(&glean);
    assert_eq!(limited.status(), 429);
    assert_eq!(limited.headers()["retry-after-ms"], "1000");

    let glean = fake(&json!({"rate_limits": "glean"}));
    let statuses: Vec<_> = (0..31)
        .map(|_| Call::with("glean_user").in_process(&glean).status())
        .collect();
    assert_eq!(statuses[29..], [200, 429]);
}

#[test]
fn chaos_strikes_in_the_ways_given() {
    let glean = fake(&json!({"chaos": {"rate": 1, "seed": 3, "among": [{"status": 418}]}}));
    assert_eq!(Call::with("glean_user").in_process(&glean).status(), 418);
}

#[test]
fn a_script_has_every_kind_of_step() {
    let glean = fake(&json!({
        "script": [
            {"status": 503, "retry_after": 1, "times": 2},
            {"status": 429, "retry_after": "Wed, 21 Oct 2026 07:28:00 GMT"},
            {"status": 429, "retry_after_ms": 1500},
            {"status": 302, "headers": {"location": "https://elsewhere.example.com/"}},
            {"status": 200, "json": {"token": 1}, "headers": {"x-twice": ["a", "b"]}},
            {"status": 400, "body": "<h1>no</h1>", "content_type": "text/html"},
            {"fault": "reset", "phase": "after_mint"},
            {"fault": "truncate", "bytes": 3},
            {"fault": "garbage"},
            {"ok": true},
        ],
    }));
    let call = || send(&glean, Call::with("glean_user").request());
    for _ in 0..2 {
        assert_eq!(call().unwrap().headers()["retry-after"], "1");
    }
    let dated = call().unwrap();
    assert_eq!(
        dated.headers()["retry-after"],
        "Wed, 21 Oct 2026 07:28:00 GMT"
    );
    assert_eq!(call().unwrap().headers()["retry-after-ms"], "1500");
    let redirect = call().unwrap();
    assert_eq!(
        redirect.headers()["location"],
        "https://elsewhere.example.com/"
    );
    let unfit = call().unwrap();
    assert_eq!(unfit.body(), r#"{"token":1}"#);
    assert_eq!(unfit.headers()["content-type"], "application/json");
    assert_eq!(unfit.headers().get_all("x-twice").iter().count(), 2);
    let text = call().unwrap();
    assert_eq!(text.body(), "<h1>no</h1>");
    assert_eq!(text.headers()["content-type"], "text/html");
    assert_eq!(call().unwrap_err().kind(), TransportErrorKind::Interrupted);
    assert_eq!(call().unwrap_err().kind(), TransportErrorKind::Body);
    assert_eq!(call().unwrap_err().kind(), TransportErrorKind::Other);
    assert_eq!(call().unwrap().status(), 200);
    assert_eq!(glean.ledger().len(), 4);
}

#[test]
fn what_is_amiss_is_said_with_its_place() {
    for (config, expected) in [
        ("", "EOF while parsing a value"),
        ("{} x", "trailing characters"),
        (
            r#"{"sead": 1}"#,
            "`sead`: unknown field `sead`, expected one of `seed`, `token_lifetime_seconds`, \
             `path_prefix`, `problem_json`, `built_in`, `users`, `credentials`, `latency_ms`, \
             `rate_limits`, `chaos`, `skew_seconds`, `keep_last`, `script`",
        ),
        (
            r#"{"credentials": [{"secret": "a", "kind": "globl"}]}"#,
            "`credentials[0].kind`: unknown variant, expected one of `user`, `global`, `anonymous`, \
             `glean-oauth`, `external-oauth`",
        ),
        (
            r#"{"credentials": [{"secret": "a", "kind": "user"}]}"#,
            "`credentials[0]`: a user-scoped credential needs its `user`",
        ),
        (
            r#"{"credentials": [{"secret": "a", "kind": "global", "user": "lin@example.com"}]}"#,
            "`credentials[0]`: a global credential has no `user` of its own",
        ),
        (
            r#"{"rate_limits": {"user": {"per_hour": 1}}}"#,
            "`rate_limits.user.per_hour`: unknown field `per_hour`, expected one of `per_second`, \
             `per_minute`, `burst`",
        ),
        (
            r#"{"rate_limits": {"user": {"per_second": 0}}}"#,
            "`rate_limits.user`: a limit lets at least 1 call through",
        ),
        (
            r#"{"rate_limits": {"user": {"burst": 3}}}"#,
            "`rate_limits.user`: a limit is `per_second` or `per_minute`",
        ),
        (
            r#"{"rate_limits": "gleam"}"#,
            "`rate_limits`: the one name of limits is `glean`",
        ),
        (
            r#"{"chaos": {"rate": 2}}"#,
            "`chaos`: `rate` is from 0 to 1",
        ),
        (
            r#"{"script": [{"ok": true}, {"status": 199}]}"#,
            "`script[1]`: `status` is from 200 to 999",
        ),
        (
            r#"{"script": [{"ok": true, "status": 503}]}"#,
            "`script[0]`: a step has `\"ok\": true`, a `status`, or a `fault` with or without a \
             `status`",
        ),
        (
            r#"{"script": [{"status": 503, "times": 0}]}"#,
            "`script[0]`: `times` is from 1 to 10000",
        ),
        (
            r#"{"script": [{"status": 503, "body": "a", "json": 1}]}"#,
            "`script[0]`: a step has a `body` or `json`, not both",
        ),
        (
            r#"{"script": [{"status": 503, "headers": {"a b": "c"}}]}"#,
            "`script[0]`: HTTP does not allow a header of the name `a b`",
        ),
        (
            r#"{"script": [{"fault": "truncate", "phase": "in_body"}]}"#,
            "`script[0]`: `reset`, `close` and `stall` go with a `phase`, `truncate` with `bytes`, \
             `drip` with `every_ms`, and `garbage` and `oversized_head` with none of them",
        ),
    ] {
        let error = ModelConfig::from_json(config).unwrap_err().to_string();
        let (text, column) = error.rsplit_once(" at line 1 column ").unwrap();
        assert_eq!(text, expected, "{config}");
        column.parse::<usize>().unwrap();
    }
}

#[test]
fn no_error_repeats_a_value() {
    for config in [
        r#"{"credentials": "s3cret"}"#,
        r#"{"credentials": ["s3cret"]}"#,
        r#"{"credentials": [{"secret": "s3cret"}]}"#,
        r#"{"credentials": [{"secret": "a", "kind": "s3cret"}]}"#,
        r#"{"credentials": [{"secret": "s3cret", "kind": "user"}]}"#,
        r#"{"credentials": [{"secret": "a", "kind": "global", "state": "s3cret"}]}"#,
        r#"{"credentials": [{"secret": "a", "kind": "global", "expires_at": "s3cret"}]}"#,
        r#"{"seed": "s3cret"}"#,
        r#"{"rate_limits": "s3cret"}"#,
        r#"{"chaos": "s3cret"}"#,
        r#"{"script": [{"status": "s3cret"}]}"#,
        r#"{"script": [{"status": 200, "fault": "s3cret"}]}"#,
        r#"{"script": [{"status": 200, "headers": {"x-a": "s3cret\n"}}]}"#,
        r#"{"script": [{"status": 200, "content_type": "s3cret\n"}]}"#,
        "\"s3cret\"",
        "s3cret",
    ] {
        let error = ModelConfig::from_json(config).unwrap_err();
        assert!(!format!("{error}{error:?}").contains("s3cret"), "{error}");
    }
}
