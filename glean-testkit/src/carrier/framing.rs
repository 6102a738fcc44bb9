use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};

/// Gives a reply its length, and leaves out a body where HTTP has none.
pub(super) fn frame_response(method: &Method, response: &mut Response<Bytes>) {
    if matches!(
        response.status(),
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
    ) {
        response.body_mut().clear();
        return;
    }
    let length = response.body().len();
    set_length(response.headers_mut(), length);
    if method == Method::HEAD {
        response.body_mut().clear();
    }
}

pub(super) fn set_length(headers: &mut HeaderMap, length: usize) {
    headers
        .entry(CONTENT_LENGTH)
        .or_insert_with(|| HeaderValue::from(length));
}
