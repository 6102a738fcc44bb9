use crate::support::{Outcome, Reply, Seen, assert_outcome};

const MINTED: &str = r#"{"token":"t0ken","expirationTime":1893456000}"#;

async fn assert_unexpected(reply: Reply, what: &str) {
    let text = format!("createToken: unexpected status or content type: {what}");
    let expected = Outcome::failed(Seen::unexpected(&reply, &text));
    assert_outcome(what, &reply, expected).await;
}

#[tokio::test]
async fn a_200_that_is_not_json_is_told_by_its_content_type() {
    for (content_type, shown) in [
        ("text/html; charset=utf-8", "text/html; charset=utf-8"),
        ("text/plain", "text/plain"),
        ("text/json", "text/json"),
        ("application/problem+json", "application/problem+json"),
        ("application/vnd.glean+json", "application/vnd.glean+json"),
        ("application/jsonp", "application/jsonp"),
        ("application", "application"),
        ("text/html, application/json", "text/html, application/json"),
        ("*/*", "*/*"),
    ] {
        let reply = Reply::new(200).content_type(content_type).body(MINTED);
        assert_unexpected(reply, &format!("200 OK with {shown}")).await;
    }
}

#[tokio::test]
async fn a_200_without_a_content_type_is_said_to_have_none() {
    for reply in [
        Reply::new(200).body(MINTED),
        Reply::new(200).content_type("").body(MINTED),
        Reply::new(200),
    ] {
        assert_unexpected(reply, "200 OK without a content type").await;
    }
}

#[tokio::test]
async fn a_content_type_that_is_no_text_is_shown_escaped_and_cut() {
    let bytes = Reply::new(200).header("content-type", &b"text/\xff"[..]);
    assert_unexpected(bytes, "200 OK with text/\u{fffd}").await;

    let long = Reply::new(200).content_type(&"x".repeat(201));
    assert_unexpected(long, &format!("200 OK with {}…", "x".repeat(200))).await;
}

#[tokio::test]
async fn the_first_of_two_content_types_counts() {
    let reply = Reply::new(200)
        .content_type("text/html")
        .content_type("application/json")
        .body(MINTED);
    assert_unexpected(reply, "200 OK with text/html").await;
}

#[tokio::test]
async fn a_2xx_that_is_not_200_mints_nothing() {
    let json = |status| {
        Reply::new(status)
            .content_type("application/json")
            .body(MINTED)
    };
    for (reply, what) in [
        (json(201), "201 Created with application/json"),
        (json(202), "202 Accepted with application/json"),
        (
            json(203),
            "203 Non Authoritative Information with application/json",
        ),
        (json(206), "206 Partial Content with application/json"),
        (json(299), "299 with application/json"),
        (
            Reply::new(204).without_body(),
            "204 No Content without a content type",
        ),
    ] {
        assert_unexpected(reply, what).await;
    }
}

#[tokio::test]
async fn a_status_outside_the_families_is_unexpected_too() {
    for (status, what) in [(600, "600 with text/plain"), (999, "999 with text/plain")] {
        assert_unexpected(Reply::text(status, "pl4nted"), what).await;
    }
}
