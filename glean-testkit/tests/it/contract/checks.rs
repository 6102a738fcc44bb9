//! A reply beside the expected one.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use glean_testkit::contract::{self, Credentials, ServerCase, Verdict};
use http::Response;

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

fn asked(id: &str) -> &'static ServerCase {
    contract::case(id).unwrap().server().unwrap()
}

fn reply(status: u16, content_type: &str, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(body.into())
        .unwrap()
}

fn differences(id: &str, reply: &Response<Bytes>) -> Vec<String> {
    match asked(id).check(reply, now(), &Credentials::built_in()) {
        Verdict::Match => Vec::new(),
        Verdict::Drift(differences) => differences.iter().map(ToString::to_string).collect(),
        other => panic!("a new verdict: {other:?}"),
    }
}

fn minted(expiration_time: &str) -> Response<Bytes> {
    let body = format!(r#"{{"token":"t0ken","expirationTime":{expiration_time}}}"#);
    reply(200, "application/json; charset=utf-8", body)
}

#[test]
fn a_reply_as_expected_matches() {
    for (id, reply) in [
        ("user-credential", minted("1800007200")),
        ("user-credential", minted("1.8000072e9")),
        (
            "global-without-user",
            reply(400, "text/html", "Required header missing: X-Glean-ActAs\n"),
        ),
        ("user-unscoped", reply(403, "image/png", &b"\xff"[..])),
        (
            "problem-token-expired",
            reply(
                401,
                "APPLICATION/problem+json",
                r#"{"code":"token_expired","status":401,"more":1}"#,
            ),
        ),
    ] {
        assert_eq!(differences(id, &reply), [""; 0], "{id}");
    }
}

#[test]
fn a_status_content_type_and_text_that_differ_are_told() {
    let found = reply(
        403,
        "text/plain",
        "Required header missing: X-Glean-Act-As\n\u{1b}[31m",
    );
    assert_eq!(
        differences("global-without-user", &found),
        [
            "status: expected 400, found 403",
            "body: expected the text `Required header missing: X-Glean-ActAs`, found the text \
             `Required header missing: X-Glean-Act-As\\n\\u{1b}[31m`",
        ]
    );
    let found = reply(200, "text/json", "");
    assert_eq!(
        differences("user-credential", &found),
        [
            "content-type: expected `application/json`, found `text/json`",
            "body: expected a token and its expiration time, as JSON, found no body",
        ]
    );
}

#[test]
fn a_header_that_is_missing_or_differs_is_told() {
    let mut found = reply(429, "text/plain", "later");
    assert_eq!(
        differences("rate-limited-with-seconds", &found),
        ["retry-after: expected `2`, found nothing"]
    );
    found
        .headers_mut()
        .insert("retry-after", "2.0".parse().unwrap());
    assert_eq!(
        differences("rate-limited-with-seconds", &found),
        ["retry-after: expected `2`, found `2.0`"]
    );
}

#[test]
fn an_expiration_time_that_is_none_is_told_by_what_it_seems_to_be() {
    const EXPECTED: &str =
        "expirationTime: expected an integer: the second that is 60 to 2678400 from now, found";
    for (value, found) in [
        (
            "1800007200000",
            "1800007200000, which seems to be in milliseconds",
        ),
        ("7200", "7200, which seems to be a lifetime and no time"),
        ("1799999999", "1799999999, which was 1 seconds ago"),
        ("1800000001", "1800000001, which is 1 seconds from now"),
        ("1800007200.5", "a number that is no integer of 64 bits"),
        (
            "9223372036854775808",
            "a number that is no integer of 64 bits",
        ),
        (r#""1800007200""#, "a string"),
        ("null", "null"),
    ] {
        let expected = format!("{EXPECTED} {found}");
        assert_eq!(differences("user-credential", &minted(value)), [expected]);
    }
}

#[test]
fn a_lifetime_counts_from_the_reply_s_own_date() {
    let mut reply = minted("1700007200");
    assert_eq!(differences("user-credential", &reply).len(), 1);
    let date = "Tue, 14 Nov 2023 22:13:20 GMT"; // 1_700_000_000
    reply.headers_mut().insert("date", date.parse().unwrap());
    assert_eq!(differences("user-credential", &reply), [""; 0]);
}

#[test]
fn a_token_that_is_none_is_told_without_its_value() {
    for (token, found) in [
        ("\"\"", "an empty string"),
        ("4217", "a number"),
        ("null", "null"),
        (r#"["pl4nted"]"#, "an array"),
    ] {
        let body = format!(r#"{{"token":{token},"expirationTime":1800007200}}"#);
        assert_eq!(
            differences("user-credential", &reply(200, "application/json", body)),
            [format!(
                "token: expected a string that is not empty, found {found}"
            )]
        );
    }
    assert_eq!(
        differences("user-credential", &reply(200, "application/json", "{}")).len(),
        2
    );
}

#[test]
fn a_problem_that_differs_is_told_by_its_member() {
    let body = r#"{"status":"401","code":"authentication_required"}"#;
    assert_eq!(
        differences(
            "problem-token-expired",
            &reply(401, "application/problem+json", body)
        ),
        [
            "problem's status: expected 401, found a string",
            "problem's code: expected `token_expired`, found `authentication_required`",
        ]
    );
}

#[test]
fn no_difference_shows_a_token_or_a_credential() {
    let echo = "You sent glean_global_expired and glean_global.";
    let token = r#"{"token":"pl4nted","expirationTime":1800007200}"#;
    for (id, reply) in [
        ("global-without-user", reply(401, "glean_global", echo)),
        ("user-credential", reply(500, "glean_user/x", echo)),
        ("global-without-user", reply(200, "application/json", token)),
        ("global-without-user", reply(200, "text/plain", "pl4nted")),
        (
            "global-without-user",
            reply(200, "text/plain", "\"pl4nted\""),
        ),
        ("global-without-user", reply(400, "text/plain", token)),
        (
            "problem-token-expired",
            reply(401, "application/problem+json", r#"{"code":"glean_user"}"#),
        ),
        (
            "global-without-user",
            reply(400, "application/json", r#"{"glean_global":1}"#),
        ),
    ] {
        let verdict = asked(id).check(&reply, now(), &Credentials::built_in());
        let shown = format!("{:?} {verdict:?}", differences(id, &reply));
        for secret in ["pl4nted", "glean_user", "glean_global"] {
            assert!(!shown.contains(secret), "{id}: {shown}");
        }
        assert!(matches!(verdict, Verdict::Drift(_)), "{id}: {shown}");
    }
    let shown = differences("global-without-user", &reply(400, "text/plain", echo));
    assert!(shown[0].contains("You sent <redacted #"), "{shown:?}");
}

#[test]
fn a_long_text_is_cut_after_it_is_scrubbed() {
    let text = format!("{}glean_global", "x".repeat(115));
    let shown = differences("global-without-user", &reply(400, "text/plain", text));
    assert!(!shown[0].contains("glean"), "{shown:?}");
    assert!(shown[0].ends_with("…`"), "{shown:?}");
}
