//! How long a server asks to wait, and under which number it knows the request.

use std::time::Duration;

use crate::support::{Outcome, Reply, Seen, assert_outcome};

const DATE: &str = "Tue, 24 Nov 2026 05:40:00 GMT";

#[tokio::test]
async fn the_wait_that_a_server_asks_for_is_given() {
    let reply = || Reply::text(429, "later");
    for (name, reply, wait) in [
        ("none", reply(), None),
        ("seconds", reply().header("retry-after", "2"), Some(2000)),
        ("no wait", reply().header("retry-after", "0"), Some(0)),
        (
            "milliseconds",
            reply().header("retry-after-ms", "1500"),
            Some(1500),
        ),
        (
            "milliseconds before seconds",
            reply()
                .header("retry-after", "9")
                .header("retry-after-ms", "1500"),
            Some(1500),
        ),
        (
            "a date",
            reply()
                .header("date", DATE)
                .header("retry-after", "Tue, 24 Nov 2026 05:40:07 GMT"),
            Some(7000),
        ),
        (
            "a date gone by",
            reply()
                .header("date", DATE)
                .header("retry-after", "Tue, 24 Nov 2026 05:39:59 GMT"),
            Some(0),
        ),
        ("unreadable", reply().header("retry-after", "soon"), None),
        ("negative", reply().header("retry-after", "-1"), None),
    ] {
        let expected = Outcome::failed(Seen {
            retry_after: wait.map(Duration::from_millis),
            ..Seen::retryable(&reply, "createToken: 429 Too Many Requests: later")
        });
        assert_outcome(name, &reply, expected).await;
    }
}

#[tokio::test]
async fn a_wait_does_not_make_a_status_worth_a_retry() {
    let reply = Reply::text(403, "no scope").header("retry-after", "2");
    let expected = Outcome::failed(Seen {
        retry_after: Some(Duration::from_secs(2)),
        ..Seen::api(&reply, "createToken: 403 Forbidden: no scope")
    });
    assert_outcome("403", &reply, expected).await;
}

#[tokio::test]
async fn the_requests_number_is_the_problems_or_that_of_the_header() {
    let of_header = Reply::text(403, "no scope").header("x-request-id", "r-header");
    let expected = Seen::api(&of_header, "createToken: 403 Forbidden: no scope");
    let expected = Outcome::failed(Seen {
        request_id: Some("r-header".to_owned()),
        ..expected
    });
    assert_outcome("header", &of_header, expected).await;

    let of_unexpected = Reply::new(302).header("x-request-id", "r-header");
    let text = "createToken: unexpected status or content type: 302 Found without a content type";
    let expected = Outcome::failed(Seen {
        request_id: Some("r-header".to_owned()),
        ..Seen::unexpected(&of_unexpected, text)
    });
    assert_outcome("302", &of_unexpected, expected).await;

    let of_both = Reply::problem(403, r#"{"title":"T","request_id":"r-problem"}"#)
        .header("x-request-id", "r-header");
    let result = crate::support::both("both", &of_both, &glean_api::RequestOptions::new()).await;
    assert_eq!(result.unwrap_err().request_id(), Some("r-problem"));
}
