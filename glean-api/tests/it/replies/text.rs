use glean_api::transport::retry::StopReason;

use crate::support::{Outcome, Reply, Seen, assert_outcome};

async fn assert_text(name: &str, reply: Reply, shown: &str) {
    let text = format!("createToken: {shown}");
    let expected = Outcome::failed(Seen::api(&reply, &text));
    assert_outcome(name, &reply, expected).await;
}

#[tokio::test]
async fn a_text_stands_behind_the_status() {
    for (status, body, shown) in [
        (
            400,
            "Required header missing: X-Glean-ActAs",
            "400 Bad Request: Required header missing: X-Glean-ActAs",
        ),
        (401, "Invalid Secret", "401 Unauthorized: Invalid Secret"),
        (
            401,
            "Invalid identity\n",
            "401 Unauthorized: Invalid identity",
        ),
        (403, "no scope", "403 Forbidden: no scope"),
        (418, "short and stout", "418 I'm a teapot: short and stout"),
        (499, "gone", "499: gone"),
        (501, "not yet", "501 Not Implemented: not yet"),
        (599, "odd", "599: odd"),
    ] {
        assert_text(shown, Reply::text(status, body), shown).await;
    }
}

#[tokio::test]
async fn a_text_is_shown_whatever_its_content_type() {
    for reply in [
        Reply::new(403).body("no scope"),
        Reply::new(403).content_type("text/html").body("no scope"),
        Reply::new(403)
            .content_type("application/octet-stream")
            .body("no scope"),
        Reply::text(403, "no scope").chunked(),
        Reply::text(403, "no scope").until_close(),
    ] {
        assert_text("403", reply, "403 Forbidden: no scope").await;
    }
}

#[tokio::test]
async fn without_a_text_of_its_own_a_status_stands_alone() {
    for reply in [
        Reply::new(404),
        Reply::text(404, ""),
        Reply::text(404, " \r\n\t\u{2003}"),
        Reply::text(404, "Not Found"),
        Reply::text(404, "Not Found\n"),
        Reply::new(404)
            .content_type("image/png")
            .body(&b"\x89PNG\xff"[..]),
    ] {
        assert_text("404", reply, "404 Not Found").await;
    }
}

#[tokio::test]
async fn what_would_change_a_terminal_or_a_line_is_escaped() {
    for (body, shown) in [
        ("a\nb\r\n\tc", r"a\nb\r\n\tc"),
        ("\u{1b}[31mred\u{1b}[0m", r"\u{1b}[31mred\u{1b}[0m"),
        ("\u{1b}]8;;http://x\u{7}x", r"\u{1b}]8;;http://x\u{7}x"),
        ("\u{9b}31mred", r"\u{9b}31mred"),
        ("a\0\u{8}\u{7f}b", r"a\u{0}\u{8}\u{7f}b"),
        ("a\u{202e}b\u{202c}c", r"a\u{202e}b\u{202c}c"),
        (
            "a\u{2066}b\u{2069}\u{200f}\u{61c}c",
            r"a\u{2066}b\u{2069}\u{200f}\u{61c}c",
        ),
        ("a\u{2028}b\u{2029}c", r"a\u{2028}b\u{2029}c"),
        ("a\u{feff}b", r"a\u{feff}b"),
        ("Zugriff verweigert: ä 😀", "Zugriff verweigert: ä 😀"),
    ] {
        let shown = format!("403 Forbidden: {shown}");
        assert_text(&shown, Reply::text(403, body), &shown).await;
    }
}

#[tokio::test]
async fn a_text_is_cut_after_200_characters() {
    for (name, body, shown) in [
        ("200", "x".repeat(200), "x".repeat(200)),
        ("201", "x".repeat(201), format!("{}…", "x".repeat(200))),
        ("1000", "ä".repeat(1000), format!("{}…", "ä".repeat(200))),
        ("controls", "\n".repeat(300) + "x", "x".to_owned()),
        (
            "escaped",
            "x\0".repeat(150),
            format!("{}…", r"x\u{0}".repeat(100)),
        ),
    ] {
        let shown = format!("403 Forbidden: {shown}");
        assert_text(name, Reply::text(403, body), &shown).await;
    }
}

#[tokio::test]
async fn statuses_worth_a_retry_are_the_official_clients_five() {
    for (status, reason) in [
        (429, "429 Too Many Requests"),
        (500, "500 Internal Server Error"),
        (502, "502 Bad Gateway"),
        (503, "503 Service Unavailable"),
        (504, "504 Gateway Timeout"),
    ] {
        let reply = Reply::text(status, "later");
        let text = format!("createToken: {reason}: later");
        let expected = Outcome::failed(Seen {
            is_retryable: true,
            stop_reason: Some(StopReason::RetriesOff),
            ..Seen::api(&reply, &text)
        });
        assert_outcome(reason, &reply, expected).await;
    }
}
