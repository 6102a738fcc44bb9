//! Servers that repeat the credential.

use glean_api::models::JsonValue;
use glean_api::{Error, RequestOptions};

use crate::support::{Reply, TOKEN, both};

/// What JSON makes of the credential: the least, the most usual, and the most careful spelling.
const SPELLED: [&str; 3] = [
    r#"s3cret/\"credential\\+1"#,
    r#"s3cret\/\"credential\\+1"#,
    r"\u0073\u0033cret\u002f\u0022credential\u005C\u002B1",
];

/// Asserts that neither the credential's beginning nor its end is in a text.
fn assert_clean(name: &str, shown: &str) {
    for part in ["s3", "redential"] {
        assert!(!shown.contains(part), "{name}: {shown}");
    }
}

async fn error(name: &str, reply: &Reply) -> Error {
    let options = RequestOptions::new();
    let error = both(name, reply, &options).await.unwrap_err();
    let body = error.as_glean_error().unwrap().body();
    assert_eq!(*body, reply.content(), "{name}: the body as it came");
    for shown in [error.to_string(), format!("{error:?} {error:#?}")] {
        assert_clean(name, &shown);
    }
    error
}

#[tokio::test]
async fn a_credential_in_a_text_is_scrubbed_wherever_it_stands() {
    for (body, shown) in [
        (
            format!("Invalid Secret: {TOKEN}"),
            "createToken: 401 Unauthorized: Invalid Secret: [redacted]",
        ),
        (
            format!("Bearer {TOKEN}"),
            "createToken: 401 Unauthorized: Bearer [redacted]",
        ),
        (
            format!("{TOKEN}{TOKEN},{TOKEN}\n"),
            "createToken: 401 Unauthorized: [redacted][redacted],[redacted]",
        ),
        (
            TOKEN.to_owned(),
            "createToken: 401 Unauthorized: [redacted]",
        ),
    ] {
        let error = error(&body, &Reply::text(401, &*body)).await;
        assert_eq!(error.to_string(), shown);
    }
}

#[tokio::test]
async fn a_credential_on_the_edge_of_the_cut_leaves_no_rest() {
    for before in 175..=201 {
        let body = format!("{}{TOKEN}", "x".repeat(before));
        error(&format!("after {before}"), &Reply::text(401, body)).await;
    }
}

#[tokio::test]
async fn a_credential_that_json_escapes_is_scrubbed_from_text() {
    for spelled in SPELLED {
        let body = format!(r#"{{"error":"no such secret: {spelled}"}}"#);
        for content_type in ["application/json", "text/plain", "application/problem+json"] {
            let reply = Reply::new(401).content_type(content_type).body(&*body);
            let error = error(spelled, &reply).await;
            assert_eq!(
                error.to_string(),
                r#"createToken: 401 Unauthorized: {"error":"no such secret: [redacted]"}"#,
                "{spelled} as {content_type}"
            );
        }
        let broken = format!(r#"{{"title":"{spelled}"#);
        let error = error(spelled, &Reply::problem(401, broken)).await;
        assert_eq!(
            error.to_string(),
            r#"createToken: 401 Unauthorized: {"title":"[redacted]"#
        );
    }
}

#[tokio::test]
async fn a_credential_is_scrubbed_from_every_member_of_a_problem() {
    for spelled in SPELLED {
        let members = [
            "type",
            "title",
            "detail",
            "instance",
            "code",
            "documentation_url",
            "request_id",
            "echo",
        ]
        .map(|name| format!(r#""{name}":"a {spelled} b""#))
        .join(",");
        let body = format!(
            r#"{{{members},"list":["{spelled}",{{"{spelled}":["{spelled}"]}}],"{spelled}":1}}"#
        );

        let error = error(spelled, &Reply::problem(401, body)).await;

        assert_eq!(
            error.to_string(),
            "createToken: 401 Unauthorized: a [redacted] b"
        );
        assert_eq!(error.request_id(), Some("a [redacted] b"));
        let problem = error.as_glean_error().unwrap().problem().unwrap();
        assert_clean(spelled, &format!("{problem:?}"));
        let echo = problem.extensions["echo"].as_str();
        assert_eq!(echo, Some("a [redacted] b"));
        assert_eq!(problem.extensions["[redacted]"], JsonValue::from(1));
    }
}

#[tokio::test]
async fn a_credential_in_a_header_is_marked_and_in_what_is_read_of_it_scrubbed() {
    for (status, shown) in [
        (401, "createToken: 401 Unauthorized"),
        (
            200,
            "createToken: unexpected status or content type: 200 OK with a/b; c=[redacted]",
        ),
        (
            302,
            "createToken: unexpected status or content type: 302 Found with a/b; c=[redacted]",
        ),
    ] {
        let reply = Reply::new(status)
            .content_type(&format!("a/b; c={TOKEN}"))
            .header("x-request-id", TOKEN)
            .header("x-echo", format!("Bearer {TOKEN}"));
        let error = error(shown, &reply).await;

        assert_eq!(error.to_string(), shown);
        assert_eq!(error.request_id(), Some("[redacted]"));
        let reply = error.as_glean_error().unwrap();
        assert_eq!(reply.content_type(), Some("a/b; c=[redacted]"));
        assert_eq!(reply.headers()["x-echo"], format!("Bearer {TOKEN}"));
        assert_clean(shown, &format!("{:?}", reply.headers()));
    }
}

#[tokio::test]
async fn an_extra_headers_value_is_scrubbed_too_if_it_is_long_enough_for_a_key() {
    let reply = Reply::text(401, "key g4teway-key of team blue");
    let options = RequestOptions::new()
        .header("x-gateway-key", "g4teway-key")
        .header("x-team", "blue");
    let error = both("extra", &reply, &options).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "createToken: 401 Unauthorized: key [redacted] of team blue"
    );
}
