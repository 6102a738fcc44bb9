//! What is counted, for whoever runs the service.

use axum::http::Request;
use glean_testkit::Reply as Scripted;
use serde_json::json;

use crate::scene::{Scene, TOKEN, post};

/// A scene in which two tokens were given, one from memory, and three were not.
async fn busy() -> Scene {
    let scene = Scene::new();
    let ada = scene.signed_in_as_ada().await;
    let grace = scene.signed_in_as_grace().await;
    scene.ask(&ada).await;
    scene.ask(&ada).await;
    scene.send(post(TOKEN), "").await;
    scene
        .send(Request::post(TOKEN).header("cookie", &ada), "")
        .await;
    scene.fake.script([Scripted::status(503)]);
    scene.ask(&grace).await;
    scene
}

#[tokio::test]
async fn the_metrics_count_replies_and_what_the_cache_did() {
    let scene = busy().await;

    let metrics = scene.send(Request::get("/metrics"), "").await;

    assert!(
        metrics
            .header("content-type")
            .starts_with("text/plain; version=0.0.4")
    );
    let samples: Vec<&str> = metrics
        .text()
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    assert_eq!(
        samples,
        [
            r#"web_sdk_backend_token_replies_total{status="200"} 2"#,
            r#"web_sdk_backend_token_replies_total{status="401"} 1"#,
            r#"web_sdk_backend_token_replies_total{status="403"} 1"#,
            r#"web_sdk_backend_token_replies_total{status="500"} 0"#,
            r#"web_sdk_backend_token_replies_total{status="502"} 0"#,
            r#"web_sdk_backend_token_replies_total{status="503"} 1"#,
            "glean_token_cache_hits_total 1",
            "glean_token_cache_misses_total 2",
            "glean_token_cache_waits_total 0",
            "glean_token_cache_held_total 0",
            "glean_token_cache_mints_total 1",
            "glean_token_cache_failures_total 1",
            "glean_token_cache_refreshes_total 0",
            "glean_token_cache_evictions_total 0",
            "glean_token_cache_users 1",
        ]
    );
}

#[tokio::test]
async fn each_metric_says_what_it_is() {
    let metrics = Scene::new().send(Request::get("/metrics"), "").await;

    let lines: Vec<&str> = metrics.text().lines().collect();
    for line in lines.iter().filter(|line| !line.starts_with('#')) {
        let (name, _) = line.split_once(['{', ' ']).unwrap();
        for comment in ["HELP", "TYPE"] {
            let comment = format!("# {comment} {name} ");
            let count = lines
                .iter()
                .filter(|line| line.starts_with(&comment))
                .count();
            assert_eq!(count, 1, "{comment}");
        }
    }
}

#[tokio::test]
async fn neither_metrics_nor_health_name_anybody() {
    let scene = busy().await;
    for path in ["/metrics", "/healthz"] {
        let reply = scene.send(Request::get(path), "").await;
        for word in ["ada", "grace", "example.com", "glean_global"] {
            assert!(!reply.text().contains(word), "{path}: {word}");
        }
    }
}

#[tokio::test]
async fn the_service_is_healthy_while_glean_is_down() {
    let scene = busy().await;

    let health = scene.send(Request::get("/healthz"), "").await;

    assert_eq!(health.status, 200);
    let tokens = json!({"users": 1, "hits": 1, "mints": 1, "failures": 1});
    assert_eq!(health.json(), json!({"status": "ok", "tokens": tokens}));
}
