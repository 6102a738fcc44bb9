//! What a caller holds and may print.

use glean_api::client::authentication::CreateToken;
use glean_api::credential::{ApiToken, CredentialProvider, credential_fn};
use glean_api::operation::{Endpoint, Operation};
use glean_api::{Glean, GleanBuilder, RequestOptions};

use super::{assert_debug_hides, planted, provided};
use crate::support::{Never, Reply, recording};

fn builder() -> GleanBuilder {
    Glean::builder()
        .instance("acme")
        .sleep(Never)
        .act_as("pl4nted-user@example.com")
        .header("x-gateway-key", "pl4nted-header")
        .header("user-agent", "pl4nted-agent")
}

#[tokio::test]
async fn clients_calls_and_what_they_are_made_of() {
    let provider = || credential_fn(|| async { Ok(ApiToken::from("pl4nted-provided")) });
    for (name, builder) in [
        ("fixed", builder().api_token("pl4nted-token")),
        ("provided", builder().credential_provider(provider())),
    ] {
        assert_debug_hides(name, &builder);
        let (transport, _) = recording(&Reply::new(500));
        let builder = builder.transport(transport);
        assert_debug_hides(name, &builder);
        let glean = builder.build().unwrap();
        assert_debug_hides(name, &glean);
        assert_debug_hides(name, glean.core());
        assert_debug_hides(name, &glean.client());
        assert_debug_hides(name, &glean.client().authentication());
        let call = || glean.client().authentication().create_token();
        assert_debug_hides(name, &call());
        assert_debug_hides(name, &call().options(planted()));
        assert_debug_hides(name, &call().options(provided()));
    }
    assert_debug_hides("token", &ApiToken::from("pl4nted-token"));
    assert_debug_hides("provider", &provider());
}

#[test]
fn a_provider_that_shows_its_token() {
    #[derive(Debug)]
    struct Careless(#[allow(dead_code)] &'static str);

    #[async_trait::async_trait]
    impl CredentialProvider for Careless {
        async fn credential(&self) -> Result<ApiToken, Box<dyn std::error::Error + Send + Sync>> {
            Ok(ApiToken::from(self.0))
        }
    }

    let options = RequestOptions::new().credential_provider(Careless("pl4nted-careless"));
    assert_debug_hides("options", &options);
    let builder = builder().credential_provider(Careless("pl4nted-careless"));
    assert_debug_hides("builder", &builder);
    let (transport, _) = recording(&Reply::new(500));
    assert_debug_hides("client", &builder.transport(transport).build().unwrap());
}

#[test]
fn options_also_when_they_were_refused() {
    assert_debug_hides("planted", &planted());
    assert_debug_hides("provided", &provided());
    let options = RequestOptions::new;
    for refused in [
        options().api_token("pl4nted-token\n"),
        options().act_as("pl4nted-user"),
        options().header("x-key", "pl4nted-header\n"),
        options().header("pl4nted header", "x"),
        options().header("authorization", "Bearer pl4nted-header"),
        options().server_url("https://pl4nted-user:pl4nted-password@acme-be.glean.com"),
        options().server_url("https://acme-be.glean.com?key=pl4nted-query"),
        options().server_url("https://acme-be.glean.com#pl4nted-fragment"),
        options().server_url("pl4nted-scheme://acme-be.glean.com"),
        options().instance("https://pl4nted-user:pl4nted-password@acme-be.glean.com"),
        options().instance("acme/pl4nted-path"),
        options().exclude_deprecated_after("pl4nted-date"),
        options().user_agent_suffix("pl4nted-agent\n"),
        options().auth_type("pl4nted-type\n".into()),
    ] {
        assert_debug_hides("refused", &refused);
        let error = Endpoint::new(&refused.clone()).unwrap_err();
        super::assert_error_hides("refused", &error);
    }
}

#[tokio::test]
async fn requests_by_hand_and_as_a_transport_gets_them() {
    let endpoint = Endpoint::new(&planted().instance("acme")).unwrap();
    assert_debug_hides("endpoint", &endpoint);
    assert_debug_hides("by hand", &CreateToken.request(&endpoint));

    let (transport, requests) = recording(&Reply::new(500));
    let glean = builder().api_token("pl4nted-token").transport(transport);
    let glean = glean.build().unwrap();
    let call = || glean.client().authentication().create_token();
    for options in [RequestOptions::new(), planted(), provided()] {
        call().options(options).await.unwrap_err();
    }
    let requests = requests.lock().unwrap();
    assert_eq!(requests.len(), 3);
    for request in &*requests {
        assert_debug_hides("sent", request);
        assert!(
            request.headers()["authorization"]
                .to_str()
                .unwrap()
                .contains("pl4nted")
        );
    }
}

#[tokio::test]
async fn minted_tokens_and_the_reply_around_them() {
    let reply = Reply::json(r#"{"token":"pl4nted-minted","expirationTime":1}"#)
        .header("set-cookie", "session=pl4nted-cookie")
        .header("x-echo", "Bearer pl4nted-token");
    let (transport, _) = recording(&reply);
    let glean = builder().api_token("pl4nted-token").transport(transport);
    let glean = glean.build().unwrap();
    let call = || glean.client().authentication().create_token();

    let minted = call().await;
    assert_debug_hides("minted", &minted);
    assert_eq!(minted.unwrap().token.expose_secret(), "pl4nted-minted");
    let response = call().send_with_response().await;
    assert_debug_hides("response", &response);
    assert_eq!(response.unwrap().headers["x-echo"], "Bearer pl4nted-token");
}
