//! Whatever a server says, a call ends in a valid token or an error that tells no secret.

use bytes::Bytes;
use glean_api::transport::transport_fn;
use glean_api::{Error, Glean};
use glean_models::CreateAuthTokenResponse;
use http::{HeaderValue, Response, StatusCode};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

const CREDENTIAL: &str = "s3cret-credential";
const TOKEN: &str = "s3cret-token";

fn mint(response: Response<Bytes>) -> Result<CreateAuthTokenResponse, Error> {
    let answers = transport_fn(move |_| {
        let response = response.clone();
        async move { Ok(response) }
    });
    let glean = Glean::builder()
        .instance("acme")
        .api_token(CREDENTIAL)
        .no_timeout()
        .transport(answers)
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let call = glean.client().authentication().create_token();
    runtime.unwrap().block_on(call.send())
}

/// Checks what every outcome has to keep to.
fn check(result: &Result<CreateAuthTokenResponse, Error>) -> Result<(), TestCaseError> {
    match result {
        Ok(minted) => {
            prop_assert!(!minted.token.expose_secret().is_empty());
            let shown = format!("{:?}", minted.token);
            prop_assert_eq!(shown, "AuthToken([redacted])");
        }
        Err(error) => {
            let mut texts = vec![format!("{error} {error:?}")];
            let mut next = std::error::Error::source(error);
            while let Some(cause) = next {
                texts.push(format!("{cause} {cause:?}"));
                next = cause.source();
            }
            let text = texts.concat();
            prop_assert!(!text.contains(CREDENTIAL), "{text}");
            if error.status() == Some(StatusCode::OK) {
                prop_assert!(!text.contains(TOKEN), "{text}");
            }
        }
    }
    Ok(())
}

/// Bytes, with the secrets among them.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => vec(any::<u8>(), 0..40),
        1 => Just(CREDENTIAL.as_bytes().to_vec()),
        1 => Just(TOKEN.as_bytes().to_vec()),
        2 => select(vec!["{\"token\":\"", "\",\"expirationTime\":", "}", "null", "1e9", "[", "\\u", "&#"])
            .prop_map(|text| text.as_bytes().to_vec()),
    ];
    vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// A good body, with some bytes of it changed, left out or put in.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let good = format!("{{\"token\":\"{TOKEN}\",\"expirationTime\":1893456000}}").into_bytes();
    let length = good.len();
    vec((0..length, 0..3_u8, any::<u8>()), 0..4).prop_map(move |changes| {
        let mut body = good.clone();
        for (at, how, byte) in changes {
            let at = at.min(body.len().saturating_sub(1));
            match how {
                0 => body[at] = byte,
                1 => body.insert(at, byte),
                _ => drop(body.drain(at..=at)),
            }
        }
        body
    })
}

fn status() -> impl Strategy<Value = u16> {
    prop_oneof![3 => Just(200), 1 => 200..600_u16]
}

fn content_type() -> impl Strategy<Value = Option<HeaderValue>> {
    prop_oneof![
        3 => Just(Some(HeaderValue::from_static("application/json"))),
        1 => Just(Some(HeaderValue::from_static("application/problem+json"))),
        1 => vec(any::<u8>(), 0..20).prop_map(|bytes| HeaderValue::from_bytes(&bytes).ok()),
    ]
}

fn response(status: u16, content_type: Option<HeaderValue>, body: Vec<u8>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    if let Some(value) = content_type {
        response.headers_mut().insert("content-type", value);
    }
    response
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_reply_is_a_token_or_an_error_without_secrets(
        status in status(),
        content_type in content_type(),
        body in bytes(),
    ) {
        check(&mint(response(status, content_type, body)))?;
    }

    #[test]
    fn a_reply_that_is_nearly_good_is_a_token_or_an_error_without_secrets(body in mutated()) {
        let json = HeaderValue::from_static("application/json");
        check(&mint(response(200, Some(json), body)))?;
    }

    #[test]
    fn any_header_of_a_wait_is_read_without_harm(
        name in select(vec!["retry-after", "retry-after-ms", "date"]),
        value in vec(any::<u8>(), 0..30),
    ) {
        let mut response = response(429, None, Vec::new());
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            response.headers_mut().insert(name, value);
        }
        check(&mint(response))?;
    }
}

#[cfg(feature = "hyper")]
mod over_a_socket {
    use glean_api::transport::hyper_util_0_1::HyperTransport;
    use glean_testkit::wire::{Script, WireServer};

    use super::*;

    fn mint_from(reply: Vec<u8>) -> Result<CreateAuthTokenResponse, Error> {
        let server = WireServer::start([Script::new().read_request().write(reply).fin()]).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let glean = Glean::builder()
                .server_url(server.url(""))
                .api_token(CREDENTIAL)
                .transport(HyperTransport::new())
                .build()
                .unwrap();
            glean.client().authentication().create_token().await
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            cases: 100,
            ..ProptestConfig::default()
        })]

        #[test]
        fn any_bytes_are_a_token_or_an_error_without_secrets(bytes in bytes()) {
            check(&mint_from(bytes))?;
        }

        #[test]
        fn any_bytes_in_a_head_are_a_token_or_an_error_without_secrets(
            line in bytes(),
            body in mutated(),
        ) {
            let head = [b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx: ", &line[..]];
            let length = format!("\r\ncontent-length: {}\r\n\r\n", body.len());
            check(&mint_from([head.concat(), length.into_bytes(), body].concat()))?;
        }
    }
}
