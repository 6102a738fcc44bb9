//! What goes wrong between the service and Glean, and what the browser is told of it.

use std::time::Duration;

use axum::http::{HeaderName, Request};
use glean_api::credential::credential_fn;
use glean_api::transport::{TransportError, TransportErrorKind, transport_fn};
use glean_testkit::{
    Credential, CredentialKind, CredentialState, FakeGlean, ModelConfig, Reply as Scripted,
};

use crate::scene::{ADA, CREDENTIAL, Reply, Scene};

fn assert_problem(reply: &Reply, status: u16, title: &str) {
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(reply.header("cache-control"), "no-store");
    // The whole of it: nothing of Glean's can be in there.
    let expected = format!(r#"{{"status":{status},"title":"{title}"}}"#);
    assert_eq!(reply.text(), expected);
    assert_eq!(reply.status, status);
    let named: Vec<&str> = reply.headers.keys().map(HeaderName::as_str).collect();
    let ours = [
        "content-type",
        "cache-control",
        "content-length",
        "retry-after",
    ];
    assert!(named.iter().all(|name| ours.contains(name)), "{named:?}");
}

async fn ask_after(scene: &Scene, step: Scripted) -> Reply {
    let cookie = scene.signed_in_as_ada().await;
    scene.fake.script([step]);
    scene.ask(&cookie).await
}

#[tokio::test]
async fn an_outage_is_a_503_with_the_wait_that_glean_asks_for() {
    for (status, wait) in [(429, 30), (500, 7), (502, 1), (503, 7), (504, 2)] {
        let scene = Scene::new();

        let reply = ask_after(&scene, Scripted::status(status).retry_after_seconds(wait)).await;

        assert_problem(&reply, 503, "no token now, try again later");
        assert_eq!(reply.header("retry-after"), wait.to_string());
    }
}

#[tokio::test]
async fn an_outage_without_a_wait_is_one_of_five_seconds() {
    for status in [500, 501, 503, 507] {
        let scene = Scene::new();

        let reply = ask_after(&scene, Scripted::status(status)).await;

        assert_problem(&reply, 503, "no token now, try again later");
        assert_eq!(reply.header("retry-after"), "5");
    }
}

#[tokio::test]
async fn a_wait_is_rounded_up_to_seconds() {
    let scene = Scene::new();

    let reply = ask_after(
        &scene,
        Scripted::status(503).header("retry-after-ms", "1200"),
    )
    .await;

    assert_eq!(reply.header("retry-after"), "2");
}

#[tokio::test]
async fn a_429_holds_its_user_and_nobody_else() {
    let scene = Scene::new();
    let grace = scene.signed_in_as_grace().await;
    let ada = scene.signed_in_as_ada().await;
    scene
        .fake
        .script([Scripted::status(429).retry_after_seconds(30)]);
    assert_eq!(scene.ask(&ada).await.status, 503);

    scene.fake.clock().advance(Duration::from_secs(10));
    let reply = scene.ask(&ada).await;

    assert_problem(&reply, 503, "no token now, try again later");
    assert_eq!(reply.header("retry-after"), "20");
    assert_eq!(scene.fake.calls(), 1);
    assert_eq!(scene.ask(&grace).await.status, 200);
}

#[tokio::test]
async fn a_time_out_is_a_503() {
    let fake = FakeGlean::builder().lenient().in_process();
    let never = transport_fn(|_| std::future::pending::<Result<_, TransportError>>());
    let timed = |client: glean_api::GleanBuilder| client.timeout(Duration::from_secs(5));
    let scene = Scene::at(crate::scene::ORIGIN, fake, never, timed);
    let cookie = scene.signed_in_as_ada().await;

    let time = scene.fake.clock();
    let (reply, ()) = tokio::join!(scene.ask(&cookie), async {
        time.wait_for_sleepers(1).await;
        time.advance(Duration::from_secs(5));
    });

    assert_problem(&reply, 503, "no token now, try again later");
}

#[tokio::test]
async fn a_connection_that_fails_is_a_503() {
    let fake = FakeGlean::builder().lenient().in_process();
    let broken = transport_fn(|_| async {
        let error = TransportError::new(TransportErrorKind::Connect, "glean_global: refused");
        Err(error)
    });
    let scene = Scene::over(fake, broken);
    let cookie = scene.signed_in_as_ada().await;

    let reply = scene.ask(&cookie).await;

    assert_problem(&reply, 503, "no token now, try again later");
}

#[tokio::test]
async fn a_credential_that_is_rejected_is_not_the_users_fault() {
    for state in [
        CredentialState::Revoked,
        CredentialState::Expired,
        CredentialState::Unscoped,
    ] {
        let fake = FakeGlean::builder().lenient().in_process();
        let transport = fake.transport();
        let credential = fake.credential_in(CredentialKind::Global, state);
        let with_it = |client: glean_api::GleanBuilder| client.api_token(credential);
        let scene = Scene::at(crate::scene::ORIGIN, fake, transport, with_it);
        let cookie = scene.signed_in_as_ada().await;

        let reply = scene.ask(&cookie).await;

        assert_problem(&reply, 502, "no token can be had");
    }
}

#[tokio::test]
async fn an_answer_that_can_not_be_is_a_502() {
    for step in [
        Scripted::status(302).header("location", "https://elsewhere.example.com/?secret"),
        Scripted::status(200)
            .content_type("text/html")
            .body("<h1>Sign in</h1>"),
        Scripted::status(200)
            .content_type("application/json")
            .body("{\"token\": 1}"),
        Scripted::status(404).body("no such deployment: acme"),
    ] {
        let scene = Scene::new();

        let reply = ask_after(&scene, step).await;

        assert_problem(&reply, 502, "no token can be had");
    }
}

#[tokio::test]
async fn a_user_whom_glean_does_not_know_gets_a_502() {
    let scene = Scene::of(FakeGlean::builder().config(nobody()).lenient().in_process());
    let cookie = scene.signed_in_as_ada().await;

    let reply = scene.ask(&cookie).await;

    assert_problem(&reply, 502, "no token can be had");
    assert_eq!(scene.fake.ledger().minted_for(ADA), 0);
}

/// Glean with this credential, and without users.
fn nobody() -> ModelConfig {
    ModelConfig::empty().credential(Credential::global(CREDENTIAL))
}

#[tokio::test]
async fn a_service_that_can_not_even_ask_is_a_500() {
    let fake = FakeGlean::builder().lenient().in_process();
    let transport = fake.transport();
    let with_nothing_to_show = |client: glean_api::GleanBuilder| {
        client.credential_provider(credential_fn(|| async { Err("vault: sealed".into()) }))
    };
    let scene = Scene::at(crate::scene::ORIGIN, fake, transport, with_nothing_to_show);
    let cookie = scene.signed_in_as_ada().await;

    let reply = scene.ask(&cookie).await;

    assert_problem(&reply, 500, "this service is not set up");
}

#[tokio::test]
async fn what_is_not_there_is_a_problem_too() {
    let scene = Scene::new();
    let reply = scene.send(Request::get("/api/tokens"), "").await;
    assert_problem(&reply, 404, "there is nothing here");
}
