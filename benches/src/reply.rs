//! The replies of these benchmarks.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde::Deserialize;

pub(crate) const MINTED: &str = concat!(
    r#"{"token":"gln_2c9f0e6d1b7a4f58a3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6","#,
    r#""expirationTime":1795498800}"#
);

/// What reads a reply at the least cost: no secret is wiped, and an error shows the token.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is read into, and dropped")]
pub(crate) struct Derived {
    token: String,
    expiration_time: i64,
}

pub(crate) fn minted() -> Response<Bytes> {
    json(StatusCode::OK, MINTED)
}

pub(crate) fn json(status: StatusCode, body: &'static str) -> Response<Bytes> {
    let mut reply = Response::new(Bytes::from_static(body.as_bytes()));
    *reply.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    reply.headers_mut().insert(CONTENT_TYPE, json);
    reply
}
