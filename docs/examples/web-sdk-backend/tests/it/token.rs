//! `POST /api/glean-token`: whose token it is, and how it is handed over.

use std::time::{Duration, UNIX_EPOCH};

use axum::http::Request;
use glean_api::transport::time::Clock;
use serde_json::Value;

use crate::scene::{ADA, GRACE, Scene, TOKEN, ask, post};

#[tokio::test]
async fn each_user_gets_a_token_of_their_own() {
    let scene = Scene::new();
    let cookies = [
        scene.signed_in_as_ada().await,
        scene.signed_in_as_grace().await,
    ];

    for (cookie, user) in cookies.iter().zip([ADA, GRACE]) {
        let token = scene.ask(cookie).await.token();

        let ledger = scene.fake.ledger();
        let minted = ledger.find(&token).unwrap();
        assert_eq!(minted.acting_user.as_deref(), Some(user));
    }
    assert_eq!(scene.fake.ledger().len(), 2);
}

#[tokio::test]
async fn the_reply_is_what_the_sdk_takes_and_no_more() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;

    let reply = scene.ask(&cookie).await;

    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(reply.header("cache-control"), "no-store");
    let json = reply.json();
    let members: Vec<&String> = json.as_object().unwrap().keys().collect();
    assert_eq!(members, ["expirationTime", "token"]);
    assert!(json["token"].is_string());
    assert!(json["expirationTime"].is_i64());
}

#[tokio::test]
async fn nothing_in_a_request_but_its_session_names_the_user() {
    let scene = Scene::new();
    let ada = scene.signed_in_as_ada().await;
    let grace = scene.signed_in_as_grace().await;
    // The value of a session that is hers, under another name.
    let other_name = grace.replacen("session=", "user=", 1);
    let json = r#"{"user":"grace@example.com","actAs":"grace@example.com"}"#;
    let form = "user=grace%40example.com";
    let query = format!("{TOKEN}?user={GRACE}&actas={GRACE}");

    for (request, body) in [
        (ask(&ada).header("content-type", "application/json"), json),
        (
            ask(&ada).header("content-type", "application/x-www-form-urlencoded"),
            form,
        ),
        (
            ask(&ada)
                .header("x-glean-actas", GRACE)
                .header("x-scio-actas", GRACE),
            "",
        ),
        (ask(&ada).header("authorization", "Bearer glean_user"), ""),
        (post(&query).header("cookie", &ada), ""),
        (ask(&format!("{other_name}; {ada}")), ""),
    ] {
        let token = scene.send(request, body).await.token();
        let ledger = scene.fake.ledger();
        let minted = ledger.find(&token).unwrap();
        assert_eq!(minted.acting_user.as_deref(), Some(ADA));
    }
    assert_eq!(scene.fake.ledger().minted_for(GRACE), 0);
}

#[tokio::test]
async fn a_body_that_names_a_user_is_no_session() {
    let scene = Scene::new();
    let request = post(TOKEN).header("content-type", "application/json");

    let reply = scene.send(request, r#"{"user":"ada@example.com"}"#).await;

    assert_eq!(reply.status, 401);
    assert_eq!(scene.fake.calls(), 0);
}

#[tokio::test]
async fn a_page_that_is_loaded_again_costs_no_mint() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;

    let tokens = [
        scene.ask(&cookie).await.token(),
        scene.ask(&cookie).await.token(),
    ];

    assert_eq!(tokens[0], tokens[1]);
    assert_eq!(scene.fake.calls(), 1);
}

#[tokio::test]
async fn a_token_that_the_sdk_wants_replaced_is_not_given_out() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;
    let first = scene.ask(&cookie).await.token();

    // Before its last three quarters of an hour it goes on being given.
    scene.fake.clock().advance(Duration::from_secs(74 * 60));
    assert_eq!(scene.ask(&cookie).await.token(), first);
    assert_eq!(scene.fake.calls(), 1);

    // Half an hour before its end, when the SDK asks.
    scene.fake.clock().advance(Duration::from_secs(16 * 60));
    let reply = scene.ask(&cookie).await;

    assert_ne!(reply.token(), first);
    let now = scene.fake.clock().system_time().duration_since(UNIX_EPOCH);
    let expires = reply.json()["expirationTime"].as_u64().unwrap();
    assert_eq!(expires - now.unwrap().as_secs(), 2 * 60 * 60);
    assert_eq!(scene.fake.calls(), 2);
}

#[tokio::test]
async fn a_token_is_asked_for_by_post_alone() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;

    let reply = scene
        .send(Request::get(TOKEN).header("cookie", cookie), "")
        .await;

    assert_eq!(reply.status, 405);
    assert_eq!(reply.header("allow"), "POST");
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(scene.fake.calls(), 0);
}

#[tokio::test]
async fn no_other_route_gives_a_token() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;
    let token = scene.ask(&cookie).await.token();

    for path in ["/", "/api/page", "/app.js", "/healthz", "/metrics"] {
        let reply = scene
            .send(Request::get(path).header("cookie", &cookie), "")
            .await;
        assert_eq!(reply.status, 200, "{path}");
        assert!(!reply.text().contains(&token), "{path}");
    }
    let page = scene
        .send(Request::get("/api/page").header("cookie", &cookie), "")
        .await;
    assert_eq!(page.json()["token"], Value::Null);
}
