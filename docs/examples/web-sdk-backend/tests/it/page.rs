//! The page, and what its browser may do with it.

use axum::http::Request;
use serde_json::json;
use tower::ServiceExt;
use web_sdk_backend::stand_in;

use crate::scene::{ORIGIN, Scene};

#[tokio::test]
async fn the_page_may_frame_the_web_app_and_run_its_own_scripts_alone() {
    let page = Scene::new().send(Request::get("/"), "").await;

    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(
        page.header("content-security-policy"),
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
         frame-src https://app.glean.com; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'"
    );
}

#[tokio::test]
async fn the_page_is_told_who_is_signed_in_and_where_glean_is() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;

    let page = Request::get("/api/page").header("cookie", cookie);
    let page = scene.send(page, "").await;

    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(
        page.json(),
        json!({
            "user": "ada@example.com",
            "demoUsers": ["ada@example.com", "grace@example.com"],
            "backend": scene.fake.url(),
            "webAppUrl": "https://app.glean.com",
            "isStandIn": false,
        })
    );
    assert_eq!(scene.fake.calls(), 0);
}

#[tokio::test]
async fn a_bundle_that_npm_has_not_brought_yet_is_a_problem() {
    let reply = Scene::new().send(Request::get("/web-sdk.js"), "").await;

    assert_eq!(reply.status, 404);
    assert_eq!(
        reply.text(),
        r#"{"status":404,"title":"the Web SDK is not installed"}"#
    );
}

#[tokio::test]
async fn the_stand_in_may_be_framed_by_the_page_alone() {
    let router = stand_in::router(&ORIGIN.parse().unwrap()).unwrap();
    let request = Request::get("/frame/chat?embedded=1").body(axum::body::Body::empty());

    let response = router.oneshot(request.unwrap()).await.unwrap();

    assert_eq!(response.status(), 200);
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(
        policy.ends_with(&format!("frame-ancestors {ORIGIN}")),
        "{policy}"
    );
}
