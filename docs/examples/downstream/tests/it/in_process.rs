//! Without a socket: most of what there is to test.

use glean_testkit::{FakeGlean, ManualClock, RateLimit, RateLimits, Reply};

use crate::checks;
use crate::scene::Scene;

#[tokio::test]
async fn each_user_gets_a_token_of_their_own() {
    let scene = Scene::in_process();
    assert_eq!(
        checks::each_user_gets_a_token_of_their_own(&scene).await,
        Ok(())
    );
}

#[tokio::test]
async fn a_token_lives_for_hours_in_seconds() {
    let scene = Scene::in_process();
    assert_eq!(
        checks::a_token_lives_for_hours_in_seconds(&scene).await,
        Ok(())
    );
}

#[tokio::test]
async fn nobody_gets_a_token_without_signing_in() {
    let scene = Scene::in_process();
    assert_eq!(
        checks::nobody_gets_a_token_without_signing_in(&scene).await,
        Ok(())
    );
    assert!(scene.fake.ledger().is_empty());
}

#[tokio::test]
async fn an_unknown_user_gets_no_token_and_is_told_no_more() {
    let scene = Scene::in_process();
    assert_eq!(checks::an_unknown_user_gets_no_token(&scene).await, Ok(()));
}

#[tokio::test]
async fn a_user_that_is_no_address_gets_no_token() {
    let response = Scene::in_process().ask(Some("ada")).await;
    let problem = checks::is_problem(&response, 502, "no token for this user");
    assert_eq!(problem, Ok(()));
}

#[tokio::test]
async fn a_limited_user_is_told_when_to_come_back() {
    let fake = FakeGlean::builder()
        .clock(ManualClock::new())
        .rate_limits(RateLimits::none().user(RateLimit::per_minute(1)))
        .in_process();
    let transport = fake.transport();
    let scene = Scene::over(fake, transport);
    assert_eq!(
        checks::a_limited_user_is_told_when_to_come_back(&scene).await,
        Ok(())
    );
}

#[tokio::test]
async fn an_outage_is_passed_on_with_its_retry_after() {
    let scene = Scene::in_process();
    scene
        .fake
        .script([Reply::status(503).retry_after_seconds(7)]);

    let response = scene.ask(Some("ada@example.com")).await;

    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "7");
}

#[tokio::test]
async fn no_cache_may_keep_a_token() {
    let response = Scene::in_process().ask(Some("ada@example.com")).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
}
