//! Who is signed in, and until when.

use axum::http::Request;
use glean_testkit::FakeGlean;
use serde_json::{Value, json};

use crate::scene::{ADA, GRACE, SESSION, Scene, TOKEN, post, sign_in};

#[tokio::test]
async fn a_session_is_a_cookie_that_no_script_and_no_other_site_gets_at() {
    let scene = Scene::new();

    let reply = scene.send(sign_in(), "user=ada%40example.com").await;

    assert_eq!(reply.status, 303);
    assert_eq!(reply.header("location"), "/");
    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("session="), "{cookie}");
    assert!(
        cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/"),
        "{cookie}"
    );
}

#[tokio::test]
async fn over_tls_it_goes_over_tls_alone_and_to_this_host() {
    let fake = FakeGlean::builder().lenient().in_process();
    let transport = fake.transport();
    let scene = Scene::at("https://intranet.example.com", fake, transport, |client| {
        client
    });
    let form = "application/x-www-form-urlencoded";
    let request = Request::post("/sign-in")
        .header("origin", "https://intranet.example.com")
        .header("content-type", form);

    let reply = scene.send(request, "user=ada%40example.com").await;

    let cookie = reply.header("set-cookie");
    assert!(cookie.starts_with("__Host-session="), "{cookie}");
    assert!(cookie.contains("; Secure; Path=/"), "{cookie}");
}

#[tokio::test]
async fn a_session_ends_with_its_time() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;
    scene
        .clock
        .advance(SESSION - std::time::Duration::from_secs(1));
    assert_eq!(scene.ask(&cookie).await.status, 200);

    scene.clock.advance(std::time::Duration::from_secs(1));
    let reply = scene.ask(&cookie).await;

    assert_eq!(reply.status, 401);
    assert_eq!(reply.text(), r#"{"status":401,"title":"sign in first"}"#);
    assert_eq!(scene.fake.calls(), 1);
}

#[tokio::test]
async fn a_cookie_that_this_service_has_not_signed_is_no_session() {
    let scene = Scene::new();
    let ada = scene.signed_in_as_ada().await;
    let elsewhere = Scene::new().signed_in_as_ada().await;

    for cookie in [
        "session=9999999999%20ada%40example.com".to_owned(),
        ada.replace("ada%40", "grace%40"),
        ada.replacen("session=", "session=x", 1),
        ada[..ada.len() - 1].to_owned(),
        "session=".to_owned(),
        elsewhere,
    ] {
        assert_eq!(scene.ask(&cookie).await.status, 401, "{cookie}");
    }
    assert_eq!(scene.fake.calls(), 0);
}

#[tokio::test]
async fn only_the_demos_users_may_sign_in() {
    let scene = Scene::new();

    for form in ["user=eve%40example.com", "user=", "other=1", ""] {
        let reply = scene.send(sign_in(), form).await;

        assert_eq!(reply.status, 422, "{form}");
        assert_eq!(reply.header("set-cookie"), "");
        assert_eq!(reply.text(), r#"{"status":422,"title":"no such user"}"#);
    }
}

#[tokio::test]
async fn who_signs_in_as_another_is_the_other() {
    let scene = Scene::new();
    let ada = scene.signed_in_as_ada().await;
    let request = sign_in().header("cookie", &ada);

    let reply = scene.send(request, "user=grace%40example.com").await;

    let (grace, _) = reply.header("set-cookie").split_once(';').unwrap();
    let page = Request::get("/api/page").header("cookie", grace);
    assert_eq!(scene.send(page, "").await.json()["user"], json!(GRACE));
}

#[tokio::test]
async fn signing_out_takes_the_cookie_and_lets_go_of_the_token() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;
    let old = scene.ask(&cookie).await.token();

    let reply = scene
        .send(post("/sign-out").header("cookie", &cookie), "")
        .await;

    assert_eq!(reply.status, 303);
    let removal = reply.header("set-cookie");
    assert!(removal.starts_with("session=;"), "{removal}");
    assert!(removal.contains("Max-Age=0"), "{removal}");
    assert!(scene.tokens.is_empty());
    let cookie = scene.signed_in_as_ada().await;
    assert_ne!(scene.ask(&cookie).await.token(), old);
    assert_eq!(scene.fake.ledger().minted_for(ADA), 2);
}

#[tokio::test]
async fn without_a_session_the_page_is_told_of_nobody() {
    let scene = Scene::new();
    assert_eq!(scene.send(post(TOKEN), "").await.status, 401);

    let page = scene.send(Request::get("/api/page"), "").await.json();

    assert_eq!(page["user"], Value::Null);
}
