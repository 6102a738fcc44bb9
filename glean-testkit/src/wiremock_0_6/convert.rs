use bytes::Bytes;
use http::Uri;
use wiremock::ResponseTemplate;

pub(super) fn from_wiremock(request: &wiremock::Request) -> http::Request<Bytes> {
    let mut converted = http::Request::new(Bytes::copy_from_slice(&request.body));
    *converted.method_mut() = request.method.clone();
    *converted.headers_mut() = request.headers.clone();
    // wiremock's URL was a `Uri` before; should it not be one again, no path matches.
    *converted.uri_mut() = request.url.as_str().parse::<Uri>().unwrap_or_default();
    converted
}

pub(super) fn into_wiremock(response: http::Response<Bytes>) -> ResponseTemplate {
    let (parts, body) = response.into_parts();
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()));
    // `set_body_bytes` adds no content type of its own.
    ResponseTemplate::new(parts.status)
        .append_headers(headers)
        .set_body_bytes(body)
}
