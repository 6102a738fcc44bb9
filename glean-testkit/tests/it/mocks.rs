//! The wiremock server that a fake lends.

use std::panic::{AssertUnwindSafe, catch_unwind};

use glean_testkit::FakeGlean;
use wiremock::matchers::{body_string, method, path};
use wiremock::{Mock, ResponseTemplate};

use crate::call::Call;
use crate::socket::exchange;

fn search() -> Call {
    Call::with("glean_user")
        .path("/rest/api/v1/search")
        .body("{}")
}

#[tokio::test]
async fn it_answers_all_paths_but_create_tokens() {
    let glean = FakeGlean::start().await;
    Mock::given(method("POST"))
        .and(path("/rest/api/v1/search"))
        .and(body_string("{}"))
        .respond_with(ResponseTemplate::new(200).set_body_string("found"))
        .expect(1)
        .mount(glean.mock_server().await)
        .await;

    let found = exchange(&glean, &search()).await;
    assert_eq!(found.status(), 200);
    assert_eq!(found.body(), "found");
    assert_eq!(
        exchange(&glean, &Call::with("glean_user")).await.status(),
        200
    );
    assert_eq!(glean.calls(), 1);
    assert_eq!(glean.requests().len(), 1);
    let received = glean.mock_server().await.received_requests().await;
    assert_eq!(received.unwrap().len(), 1);
    glean.verify();
}

#[tokio::test]
async fn without_it_other_paths_are_refused() {
    let glean = FakeGlean::builder().lenient().start().await;
    let refused = exchange(&glean, &search()).await;
    assert_eq!(refused.status(), 404);
    assert_eq!(glean.requests().len(), 1);
}

#[tokio::test]
async fn its_expectations_are_verified_when_the_fake_is_dropped() {
    let glean = FakeGlean::start().await;
    Mock::given(path("/rest/api/v1/search"))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(glean.mock_server().await)
        .await;
    assert!(catch_unwind(AssertUnwindSafe(|| drop(glean))).is_err());
}
