//! Over a socket, through the HTTP client that the service runs with.

use glean_api::Glean;
use glean_api::transport::hyper_util_0_1::HyperTransport;
use glean_api::transport::retry::RetryConfig;
use glean_testkit::{FakeGlean, ManualClock, Reply};

use crate::checks::{self, Scene};

/// The service as it runs, but for the waits between its retries.
async fn scene() -> Scene {
    let fake = FakeGlean::start().await;
    let waits = ManualClock::auto_advancing();
    let glean = Glean::builder()
        .server_url(fake.url())
        .api_token("glean_global")
        .no_timeout()
        .retries(
            RetryConfig::backoff()
                .max_attempts(3)
                .retry_connection_errors(true),
        )
        .clock(waits.clone())
        .sleep(waits)
        .transport(HyperTransport::new())
        .build()
        .expect("a client for the fake");
    Scene::of(fake, glean)
}

#[tokio::test]
async fn each_user_gets_a_token_of_their_own() {
    let scene = scene().await;
    assert_eq!(
        checks::each_user_gets_a_token_of_their_own(&scene).await,
        Ok(())
    );
}

#[tokio::test]
async fn a_short_outage_goes_unnoticed() {
    let scene = scene().await;
    scene.fake.script([
        Reply::status(503),
        Reply::status(429).retry_after_seconds(2),
        Reply::ok(),
    ]);

    let response = scene.ask(Some("ada@example.com")).await;

    assert_eq!(response.status(), 200);
    assert_eq!(scene.fake.calls(), 3);
}
