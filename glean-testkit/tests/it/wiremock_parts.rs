//! Matchers and responders for a wiremock server that somebody has already.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use glean_models::CreateAuthTokenResponse;
use glean_testkit::wiremock_0_6::{create_token, minted, reply, rulebook};
use glean_testkit::{GleanModel, ModelConfig, Reply};
use glean_transport::Transport;
use glean_transport::hyper_util_0_1::HyperTransport;
use http::{Request, Response};
use wiremock::matchers::any;
use wiremock::{Match, Mock, MockServer, Respond};

const PATH: &str = "/rest/api/v1/createauthtoken";

async fn server(matcher: impl Match + 'static, responder: impl Respond + 'static) -> MockServer {
    let server = MockServer::builder().start().await;
    let mock = Mock::given(matcher).respond_with(responder);
    mock.mount(&server).await;
    server
}

fn call(server: &MockServer, path: &str, credential: &str, user: &str) -> Request<Bytes> {
    Request::post(format!("{}{path}", server.uri()))
        .header("authorization", format!("Bearer {credential}"))
        .header("x-glean-actas", user)
        .header("accept", "application/json")
        .body(Bytes::new())
        .unwrap()
}

async fn send(request: Request<Bytes>) -> Response<Bytes> {
    HyperTransport::new().send(request).await.unwrap()
}

#[tokio::test]
async fn a_call_is_matched_by_its_user_its_credential_and_its_path() {
    let matcher = create_token()
        .acting_for("ada@example.com")
        .with_credential("s3cret")
        .below("/gateway");
    let server = server(matcher, minted()).await;
    let path = format!("/gateway{PATH}");
    for (path, credential, user, status) in [
        (path.as_str(), "s3cret", "ADA@example.com", 200),
        (path.as_str(), "s3cret", "grace@example.com", 404),
        (path.as_str(), "another", "ada@example.com", 404),
        (PATH, "s3cret", "ada@example.com", 404),
    ] {
        let response = send(call(&server, path, credential, user)).await;
        assert_eq!(response.status(), status, "{path} {credential} {user}");
    }
}

#[tokio::test]
async fn a_request_that_the_contract_forbids_is_no_call() {
    let server = server(create_token(), minted()).await;
    let mut get = call(&server, PATH, "s3cret", "ada@example.com");
    *get.method_mut() = http::Method::GET;
    let mut with_body = call(&server, PATH, "s3cret", "ada@example.com");
    *with_body.body_mut() = Bytes::from("{}");

    assert_eq!(send(get).await.status(), 404);
    assert_eq!(send(with_body).await.status(), 404);
}

#[tokio::test]
async fn minted_tokens_differ_and_live_as_long_as_was_said() {
    let server = server(create_token(), minted().living(Duration::from_secs(60))).await;
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let response = send(call(&server, PATH, "s3cret", "ada@example.com")).await;
        assert_eq!(response.headers()["content-type"], "application/json");
        let minted: CreateAuthTokenResponse = serde_json::from_slice(response.body()).unwrap();
        assert!(minted.expires_in(SystemTime::now()) <= Duration::from_secs(60));
        tokens.push(minted.token.expose_secret().to_owned());
    }
    assert_ne!(tokens[0], tokens[1]);
}

#[tokio::test]
async fn a_reply_of_the_fakes_answers_as_a_responder() {
    let unavailable = Reply::status(503).retry_after_seconds(7).body("later");
    let server = server(create_token(), reply(unavailable)).await;
    let response = send(call(&server, PATH, "s3cret", "ada@example.com")).await;
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(response.body(), "later");
}

#[tokio::test]
async fn the_rulebook_answers_as_a_responder() {
    let model = GleanModel::new(ModelConfig::default());
    let server = server(any(), rulebook(model)).await;
    let good = send(call(&server, PATH, "glean_global", "ada@example.com")).await;
    let unknown = send(call(&server, PATH, "glean_global", "eve@example.com")).await;
    assert_eq!(good.status(), 200);
    assert_eq!(
        (unknown.status().as_u16(), &unknown.body()[..]),
        (401, &b"Invalid identity"[..])
    );
}

#[test]
fn a_matcher_shows_no_credential() {
    let shown = format!("{:?}", create_token().with_credential("s3cret"));
    assert!(!shown.contains("s3cret"), "{shown}");
}
