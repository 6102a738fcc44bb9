use glean_api::credential::{ApiToken, credential_fn};

use super::{Call, Client, plain, request};

#[tokio::test]
async fn the_server() {
    const PATH: &str = "/rest/api/v1/createauthtoken";
    const GATEWAY: Client = |client| client.server_url("gw.example.com/glean/");
    let cases: [(&str, Client, Call, &str); 6] = [
        ("inherited", GATEWAY, plain, "https://gw.example.com/glean"),
        (
            "by instance",
            |client| client.instance("Other-1"),
            plain,
            "https://other-1-be.glean.com",
        ),
        (
            "set by URL",
            GATEWAY,
            |call| call.server_url("http://127.0.0.1:8080"),
            "http://127.0.0.1:8080",
        ),
        (
            "set by instance",
            GATEWAY,
            |call| call.instance("other"),
            "https://other-be.glean.com",
        ),
        (
            "insecure, as the client allows",
            |client| client.allow_insecure_http(),
            |call| call.server_url("http://gw.example.com"),
            "http://gw.example.com",
        ),
        (
            "insecure, as the call allows",
            plain,
            |call| {
                call.server_url("http://gw.example.com")
                    .allow_insecure_http()
            },
            "http://gw.example.com",
        ),
    ];
    for (case, client, call, server) in cases {
        let uri = request(client, call).await.uri().to_string();
        assert_eq!(uri, format!("{server}{PATH}"), "{case}");
    }
}

#[tokio::test]
async fn the_credential() {
    const FIXED: Client = |client| client.api_token("of-client");
    const ASKED: Client = |client| {
        client.credential_provider(credential_fn(|| async { Ok(ApiToken::from("asked")) }))
    };
    const FIXED_CALL: Call = |call| call.api_token("of-call");
    const ASKED_CALL: Call = |call| {
        call.credential_provider(credential_fn(|| async { Ok(ApiToken::from("asked-too")) }))
    };
    let cases: [(&str, Client, Call, Option<&str>); 10] = [
        ("inherited", FIXED, plain, Some("Bearer of-client")),
        ("set", FIXED, FIXED_CALL, Some("Bearer of-call")),
        ("off", FIXED, |call| call.anonymous(), None),
        ("provider inherited", ASKED, plain, Some("Bearer asked")),
        ("provider set", FIXED, ASKED_CALL, Some("Bearer asked-too")),
        (
            "provider over provider",
            ASKED,
            ASKED_CALL,
            Some("Bearer asked-too"),
        ),
        (
            "set over provider",
            ASKED,
            FIXED_CALL,
            Some("Bearer of-call"),
        ),
        ("provider off", ASKED, |call| call.anonymous(), None),
        ("inherited off", |client| client.anonymous(), plain, None),
        (
            "set over off",
            |client| client.anonymous(),
            FIXED_CALL,
            Some("Bearer of-call"),
        ),
    ];
    for (case, client, call, expected) in cases {
        let request = request(client, call).await;
        let value = request.headers().get("authorization");
        let value = value.map(|value| value.to_str().unwrap());
        assert_eq!(value, expected, "{case}");
    }
}

#[tokio::test]
async fn secret_headers_are_marked_sensitive_wherever_they_come_from() {
    const CLIENT: Client = |client| client.act_as("ada@example.com").header("x-key", "k");
    const CALL: Call = |call| {
        call.api_token("of-call")
            .act_as("grace@example.com")
            .header("x-key", "k")
    };
    for (case, client, call) in [
        ("client", CLIENT, plain as Call),
        ("call", plain, CALL),
        ("both", CLIENT, CALL),
    ] {
        let request = request(client, call).await;
        for name in ["authorization", "x-glean-actas", "x-key"] {
            assert!(request.headers()[name].is_sensitive(), "{case}: {name}");
        }
    }
}
