use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode};

use super::Refusal;

/// Wants a length, and no body.
///
/// Basis: OpenAPI gives the operation no request body; that one is refused is assumed. Some
/// gateways answer 411 without a length (docs), and RFC 9110 wants one from a `POST`.
pub(super) fn check(headers: &HeaderMap, body: &Bytes) -> Result<(), Refusal> {
    if !headers.contains_key(CONTENT_LENGTH) && !headers.contains_key(TRANSFER_ENCODING) {
        return Err(Refusal::unmatched(
            StatusCode::LENGTH_REQUIRED,
            "Length Required",
            "neither Content-Length nor Transfer-Encoding is there; send Content-Length: 0",
        ));
    }
    if !body.is_empty() {
        return Err(Refusal::unmatched(
            StatusCode::BAD_REQUEST,
            "Invalid request",
            "createToken takes no body",
        ));
    }
    if headers
        .get_all(CONTENT_LENGTH)
        .iter()
        .any(|length| length != "0")
    {
        return Err(Refusal::bad_header(
            "Content-Length is not the body's length, 0",
        ));
    }
    Ok(())
}
