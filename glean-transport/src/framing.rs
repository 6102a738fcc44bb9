use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderValue, Method, Request};

/// Announces the length of an empty body where one is expected ([RFC 9110, 8.6]): some gateways answer
/// 411 else, and HTTP libraries leave it out.
///
/// [RFC 9110, 8.6]: https://www.rfc-editor.org/rfc/rfc9110#section-8.6
pub(crate) fn announce_empty_body(request: &mut Request<Bytes>) {
    let expects_body = matches!(
        *request.method(),
        Method::POST | Method::PUT | Method::PATCH
    );
    if !expects_body || !request.body().is_empty() {
        return;
    }
    let headers = request.headers_mut();
    if !headers.contains_key(CONTENT_LENGTH) && !headers.contains_key(TRANSFER_ENCODING) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}
