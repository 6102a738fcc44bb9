//! Control of a running fake, over HTTP.

use std::time::Duration;

use bytes::Bytes;
use glean_models::CreateAuthTokenResponse;
use glean_testkit::{FakeGlean, ManualClock, Reply};
use glean_transport::Transport;
use glean_transport::hyper_util_0_1::HyperTransport;
use glean_transport::time::Clock;
use http::{Method, Request, Response};
use serde_json::{Value, json};

use crate::call::{Call, PATH};

struct Controlled {
    glean: FakeGlean,
    client: Box<dyn Transport>,
}

impl Controlled {
    async fn start() -> Self {
        Self::with(FakeGlean::builder().lenient()).await
    }

    async fn with(builder: glean_testkit::FakeGleanBuilder) -> Self {
        Self {
            glean: builder.clock(ManualClock::new()).control().start().await,
            client: Box::new(HyperTransport::new()),
        }
    }

    async fn send(&self, method: Method, path: &str, body: impl Into<Bytes>) -> Response<Bytes> {
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.glean.url()))
            .body(body.into())
            .unwrap();
        self.client.send(request).await.unwrap()
    }

    async fn get(&self, name: &str) -> Value {
        let reply = self.send(Method::GET, &format!("/_glean/{name}"), "").await;
        assert_eq!(reply.status(), 200, "{name}");
        assert_eq!(reply.headers()["content-type"], "application/json");
        serde_json::from_slice(reply.body()).unwrap()
    }

    async fn post(&self, name: &str, body: Value) -> Value {
        let (status, reply) = self.try_post(name, &body.to_string()).await;
        assert_eq!(status, 200, "{name}: {reply}");
        reply
    }

    async fn try_post(&self, name: &str, body: &str) -> (u16, Value) {
        let path = format!("/_glean/{name}");
        let reply = self.send(Method::POST, &path, body.to_owned()).await;
        let json = serde_json::from_slice(reply.body()).unwrap();
        (reply.status().as_u16(), json)
    }

    async fn mint(&self) -> Response<Bytes> {
        self.call(&Call::with("glean_user")).await
    }

    async fn call(&self, call: &Call) -> Response<Bytes> {
        let mut request = call.request();
        *request.uri_mut() = format!("{}{PATH}", self.glean.url()).parse().unwrap();
        self.client.send(request).await.unwrap()
    }
}

#[tokio::test]
async fn the_overview_says_that_the_contract_is_unverified() {
    let controlled = Controlled::start().await;
    let overview = controlled.get("").await;
    assert_eq!(overview["name"], "fake-glean");
    assert_eq!(overview["contract"], glean_testkit::contract::provenance());
    assert_eq!(overview["seed"], 0);
}

#[tokio::test]
async fn requests_and_ledger_are_shown_without_secrets() {
    let controlled = Controlled::start().await;
    let token = controlled.mint().await;
    let token: CreateAuthTokenResponse = serde_json::from_slice(token.body()).unwrap();
    controlled.call(&Call::with("glean_user_expired")).await;

    let ledger = controlled.get("ledger").await;
    let requests = controlled.get("requests").await;

    assert_eq!(ledger["count"], 1);
    assert_eq!(ledger["by_user"], json!({"ada@example.com": 1}));
    let minted = &ledger["minted"][0];
    assert_eq!(minted["user"], "ada@example.com");
    assert_eq!(minted["delivered"], true);
    assert_eq!(minted["number"], 1);
    assert_eq!(minted["minted_at_ms"], 1_767_225_600_000_u64);
    assert_eq!(minted["expiration_time"], token.expiration_time);
    assert_eq!(requests["count"], 2);
    assert_eq!(requests["calls"], 2);
    assert_eq!(requests["requests"][0]["outcome"], "minted");
    assert_eq!(requests["requests"][1]["status"], 401);
    assert_eq!(
        requests["requests"][1]["mismatch"],
        "the credential has expired"
    );
    let shown = format!("{ledger}{requests}");
    for secret in ["glean_user", token.token.expose_secret()] {
        assert!(!shown.contains(secret));
    }
}

#[tokio::test]
async fn control_is_neither_recorded_nor_struck_nor_limited() {
    let controlled = Controlled::start().await;
    let steps = json!({"steps": [{"fault": "reset", "phase": "before_read"}]});
    assert_eq!(controlled.post("script", steps).await["steps_left"], 1);
    for _ in 0..3 {
        assert_eq!(controlled.get("").await["steps_left"], 1);
    }
    // A body that comes in a piece of its own begins no request.
    controlled
        .post("clock", json!({"advance_seconds": 1}))
        .await;
    assert_eq!(controlled.get("requests").await["count"], 0);

    let mut request = Call::with("glean_user").request();
    *request.uri_mut() = format!("{}{PATH}", controlled.glean.url()).parse().unwrap();
    controlled.client.send(request).await.unwrap_err();
    assert_eq!(controlled.get("").await["steps_left"], 0);
    assert_eq!(controlled.mint().await.status(), 200);
}

#[tokio::test]
async fn a_script_is_played_in_order() {
    let controlled = Controlled::start().await;
    let steps = json!({"steps": [{"status": 503, "retry_after": 1}, {"ok": true}]});
    controlled.post("script", steps).await;
    let refused = controlled.mint().await;
    assert_eq!(refused.status(), 503);
    assert_eq!(refused.headers()["retry-after"], "1");
    assert_eq!(controlled.mint().await.status(), 200);
}

#[tokio::test]
async fn the_clock_is_advanced_and_skewed() {
    let controlled = Controlled::start().await;
    let body = json!({"advance_seconds": 60, "skew_seconds": -3600});
    controlled.post("clock", body).await;
    assert_eq!(
        controlled.glean.clock().monotonic(),
        Duration::from_secs(60)
    );
    let reply = controlled.mint().await;
    assert_eq!(reply.headers()["date"], "Wed, 31 Dec 2025 23:01:00 GMT");
}

#[tokio::test]
async fn tokens_live_as_long_as_was_last_said() {
    let controlled = Controlled::start().await;
    controlled.post("lifetime", json!({"seconds": 60})).await;
    let token = controlled.mint().await;
    let token: CreateAuthTokenResponse = serde_json::from_slice(token.body()).unwrap();
    assert_eq!(token.expiration_time, 1_767_225_660);
}

#[tokio::test]
async fn a_credential_is_revoked_and_restored() {
    let controlled = Controlled::start().await;
    controlled
        .post("credentials", json!({"revoke": "glean_user"}))
        .await;
    assert_eq!(controlled.mint().await.status(), 401);
    controlled
        .post("credentials", json!({"restore": "glean_user"}))
        .await;
    assert_eq!(controlled.mint().await.status(), 200);
    let (status, problem) = controlled
        .try_post("credentials", r#"{"revoke": "s3cret"}"#)
        .await;
    assert_eq!(status, 404);
    assert_eq!(problem["detail"], "the fake does not know that credential");
}

#[tokio::test]
async fn a_reset_goes_back_to_where_the_fake_began() {
    let builder = FakeGlean::builder()
        .lenient()
        .seed(5)
        .script([Reply::status(418)]);
    let controlled = Controlled::with(builder).await;
    assert_eq!(controlled.mint().await.status(), 418);
    let first = controlled.mint().await;
    controlled
        .post("clock", json!({"advance_seconds": 7200, "skew_seconds": 9}))
        .await;
    controlled.post("lifetime", json!({"seconds": 1})).await;
    controlled
        .post("credentials", json!({"revoke": "glean_user"}))
        .await;
    controlled
        .post("script", json!({"steps": [{"ok": true}]}))
        .await;

    controlled.post("reset", json!({})).await;

    assert_eq!(controlled.get("requests").await["count"], 0);
    assert_eq!(controlled.get("ledger").await["count"], 0);
    assert_eq!(controlled.mint().await.status(), 418);
    let second = controlled.mint().await;
    assert_eq!(second.body(), first.body());
    assert_eq!(second.headers(), first.headers());
}

#[tokio::test]
async fn what_is_amiss_is_seen_by_a_test_in_any_language() {
    let controlled = Controlled::with(FakeGlean::builder()).await;
    assert_eq!(
        controlled.get("verification").await,
        json!({"passed": true})
    );
    controlled.send(Method::GET, PATH, "").await;
    let verification = controlled.get("verification").await;
    assert_eq!(verification["passed"], false);
    let report = verification["report"].as_str().unwrap();
    assert!(report.contains("createToken is a POST"), "{report}");
    controlled.post("reset", json!({})).await;
}

#[tokio::test]
async fn a_provider_state_is_a_case_or_has_steps() {
    let controlled = Controlled::start().await;
    let state = json!({"state": "problem-token-expired", "action": "setup", "params": {"a": 1}});
    controlled.post("provider-states", state).await;
    let refused = controlled.call(&Call::with("glean_user_expired")).await;
    assert_eq!(
        refused.headers()["content-type"],
        "application/problem+json"
    );

    let state = json!({"state": "an outage", "params": {"steps": [{"status": 503}]}});
    controlled.post("provider-states", state).await;
    assert_eq!(controlled.mint().await.status(), 503);

    controlled
        .post("provider-states", json!({"state": "user-credential"}))
        .await;
    let refused = controlled.call(&Call::with("glean_user_expired")).await;
    assert_eq!(
        refused.headers()["content-type"],
        "text/plain; charset=utf-8"
    );
    let torn_down = json!({"state": "user-credential", "action": "teardown"});
    controlled.post("provider-states", torn_down).await;
    assert_eq!(controlled.get("requests").await["count"], 0);

    let (status, problem) = controlled
        .try_post("provider-states", r#"{"state": "no such"}"#)
        .await;
    assert_eq!(status, 400);
    assert!(problem["detail"].as_str().unwrap().contains("id of a case"));
}

#[tokio::test]
async fn what_can_not_be_done_is_a_problem_that_says_why() {
    let controlled = Controlled::start().await;
    for (name, body, expected) in [
        ("script", "", "EOF while parsing a value at line 1 column 0"),
        ("script", "{}", "missing field `steps` at line 1 column 2"),
        (
            "script",
            r#"{"steps": [{"ok": true}, {"status": 99}]}"#,
            "`steps[1]`: `status` is from 200 to 999 at line 1 column 40",
        ),
        (
            "clock",
            "{}",
            "say by how much, with `advance_seconds` or `skew_seconds`",
        ),
        (
            "clock",
            r#"{"advance_seconds": "s3cret"}"#,
            "`advance_seconds`: invalid type: string, expected u64 at line 1 column 28",
        ),
    ] {
        let (status, problem) = controlled.try_post(name, body).await;
        assert_eq!(status, 400, "{name} {body}");
        assert_eq!(problem["detail"], expected);
    }
    assert_eq!(controlled.get("").await["steps_left"], 0);
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_with_what_there_is() {
    let controlled = Controlled::start().await;
    let reply = controlled.send(Method::GET, "/_glean/nothing", "").await;
    assert_eq!(reply.status(), 404);
    let text = String::from_utf8(reply.body().to_vec()).unwrap();
    assert!(text.contains("POST /_glean/script"), "{text}");
    let reply = controlled.send(Method::GET, "/_glean/script", "").await;
    assert_eq!(reply.status(), 405);
    assert_eq!(reply.headers()["allow"], "POST");
    let reply = controlled.send(Method::HEAD, "/_glean/ledger", "").await;
    assert_eq!(reply.status(), 200);
    assert!(reply.body().is_empty());
}

#[tokio::test]
async fn a_fake_is_controlled_only_if_it_was_asked_for() {
    let glean = FakeGlean::builder().lenient().start().await;
    let request = Request::get(format!("{}/_glean/", glean.url())).body(Bytes::new());
    let reply = HyperTransport::new().send(request.unwrap()).await.unwrap();
    assert_eq!(reply.status(), 404);
    assert_eq!(glean.requests().len(), 1);
}

#[tokio::test]
async fn the_control_stays_at_the_root_under_a_prefix() {
    let builder = FakeGlean::builder()
        .lenient()
        .path_prefix("/glean")
        .control();
    let glean = builder.start().await;
    let root = glean.url().strip_suffix("/glean").unwrap();
    let request = Request::get(format!("{root}/_glean/")).body(Bytes::new());
    let reply = HyperTransport::new().send(request.unwrap()).await.unwrap();
    assert_eq!(reply.status(), 200);
}

#[tokio::test]
async fn a_provider_state_may_have_used_up_a_limit() {
    let controlled = Controlled::start().await;
    let state = json!({"state": "user-over-the-limit"});
    controlled.post("provider-states", state).await;
    assert_eq!(controlled.mint().await.status(), 429);
    let other = controlled.call(&Call::for_user("grace@example.com")).await;
    assert_eq!(other.status(), 200);
    controlled.glean.clock().advance(Duration::from_secs(1));
    assert_eq!(controlled.mint().await.status(), 200);
}
