//! The ways to make one call, which end in the same request.

use glean_api::client::authentication::CreateToken;
use glean_api::models::AuthType;
use glean_api::operation::{Endpoint, Operation};
use glean_api::{RequestOptions, funcs};

use crate::support::{Reply, TOKEN, in_process, recording};

fn options() -> RequestOptions {
    RequestOptions::new()
        .act_as("ada@example.com")
        .auth_type(AuthType::OAuth)
        .exclude_deprecated_after("2026-11-24")
        .include_experimental(true)
        .user_agent_suffix("signin/1")
        .header("x-team", "blue")
        .header("x-team", "red")
}

#[tokio::test]
async fn by_method_by_function_and_by_hand_the_request_is_the_same() {
    let (transport, requests) = recording(&Reply::json(r#"{"token":"t0ken","expirationTime":1}"#));
    let glean = in_process().transport(transport).build().unwrap();
    let create = || glean.client().authentication().create_token();

    create().options(options()).await.unwrap();
    create().options(options()).send().await.unwrap();
    create()
        .act_as("ada@example.com")
        .auth_type(AuthType::OAuth)
        .exclude_deprecated_after("2026-11-24")
        .include_experimental(true)
        .user_agent_suffix("signin/1")
        .header("x-team", "blue")
        .header("x-team", "red")
        .await
        .unwrap();
    funcs::client_authentication_create_token(glean.core(), &options())
        .await
        .unwrap();
    let response = create()
        .options(options())
        .send_with_response()
        .await
        .unwrap();
    assert_eq!((response.status.as_u16(), response.attempts), (200, 1));
    assert_eq!(response.headers["content-type"], "application/json");

    let alone = options()
        .server_url("https://acme-be.glean.com")
        .api_token(TOKEN);
    let by_hand = CreateToken.request(&Endpoint::new(&alone).unwrap());
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 5);
    for request in &*requests {
        assert_eq!(request.method(), by_hand.method());
        assert_eq!(request.uri(), by_hand.uri());
        assert_eq!(request.headers(), by_hand.headers());
        assert_eq!(request.body(), by_hand.body());
    }
}

#[tokio::test]
async fn options_given_whole_take_the_place_of_those_set_before() {
    let (transport, requests) = recording(&Reply::json(r#"{"token":"t0ken","expirationTime":1}"#));
    let glean = in_process().transport(transport).build().unwrap();
    let call = glean.client().authentication().create_token();

    call.act_as("ada@example.com")
        .options(RequestOptions::new().header("x-team", "blue"))
        .await
        .unwrap();

    let requests = requests.lock().unwrap();
    assert!(!requests[0].headers().contains_key("x-glean-actas"));
    assert_eq!(requests[0].headers()["x-team"], "blue");
}

#[tokio::test]
async fn one_call_leaves_the_next_as_the_client_has_it() {
    let (transport, requests) = recording(&Reply::json(r#"{"token":"t0ken","expirationTime":1}"#));
    let glean = in_process().transport(transport).build().unwrap();
    let create = || glean.client().authentication().create_token();

    create().await.unwrap();
    create()
        .options(options())
        .api_token("other")
        .instance("other")
        .await
        .unwrap();
    create().await.unwrap();

    let requests = requests.lock().unwrap();
    assert_eq!(requests[2].headers(), requests[0].headers());
    assert_eq!(requests[2].uri(), requests[0].uri());
}
