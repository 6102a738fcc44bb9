use crate::support::{Outcome, Reply, Seen, assert_outcome};

const REASONS: [(u16, &str); 8] = [
    (300, "300 Multiple Choices"),
    (301, "301 Moved Permanently"),
    (302, "302 Found"),
    (303, "303 See Other"),
    (304, "304 Not Modified"),
    (307, "307 Temporary Redirect"),
    (308, "308 Permanent Redirect"),
    (399, "399"),
];

async fn assert_error(name: &str, reply: &Reply, what: &str) {
    let text = format!("createToken: unexpected status or content type: {what}");
    assert_outcome(name, reply, Outcome::failed(Seen::unexpected(reply, &text))).await;
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_3xx_is_an_error_and_its_location_is_not_called() {
    let elsewhere = crate::support::Untouched::start();
    for (status, reason) in REASONS {
        let location = format!("{}/rest/api/v1/createauthtoken?x=1", elsewhere.url());
        let reply = Reply::new(status)
            .header("location", location)
            .content_type("text/html");
        let reply = match status {
            304 => reply.without_body(),
            _ => reply.body("<a>pl4nted</a>"),
        };
        assert_error(reason, &reply, &format!("{reason} with text/html")).await;
        elsewhere.assert_untouched(reason);
    }
}

#[tokio::test]
async fn a_3xx_is_an_error_whatever_its_location() {
    for (status, reason) in REASONS {
        for location in ["/", "", "//", "http://[", "javascript:1", "\u{e4}"] {
            let reply = Reply::new(status)
                .header("location", location)
                .without_body();
            let name = format!("{reason} to {location:?}");
            assert_error(&name, &reply, &format!("{reason} without a content type")).await;
        }
    }
}

#[tokio::test]
async fn the_headers_of_a_redirect_can_be_read() {
    let reply = Reply::new(302).header("location", "https://elsewhere.example.com/");
    let options = glean_api::RequestOptions::new();
    let error = crate::support::both("302", &reply, &options)
        .await
        .unwrap_err();
    let headers = error.as_glean_error().unwrap().headers();
    assert_eq!(headers["location"], "https://elsewhere.example.com/");
}
