//! Over a socket, through the HTTP client that the service runs with.

use glean_testkit::{FakeGlean, ManualClock, Reply};

use crate::checks;
use crate::scene::Scene;

/// The service as it runs, but that no time passes: its waits end at once, and so would a time-out.
pub async fn scene() -> Scene {
    let fake = FakeGlean::start().await;
    let clock = ManualClock::auto_advancing();
    Scene::over_a_socket(fake, |glean| {
        let glean = token_service::patience(glean);
        let glean = glean.no_timeout().no_deadline();
        glean.clock(clock.clone()).sleep(clock)
    })
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
