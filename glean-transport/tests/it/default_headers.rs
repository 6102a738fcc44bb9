//! Headers that a transport adds.

use glean_transport::{Transport, TransportExt, transport_fn};
use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue};

use crate::call::{echo, get, values};

fn defaults() -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("x-team", "search"),
        ("x-team", "signin"),
        ("accept", "text/plain"),
        ("x-gateway-key", "s3cret"),
    ] {
        headers.append(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    headers
}

#[tokio::test]
async fn a_header_is_added_where_the_request_has_none_of_its_name_with_its_repeats_in_order() {
    let transport =
        transport_fn(|request| async { echo(request) }).with_default_headers(defaults());
    let mut request = get();
    request
        .headers_mut()
        .append(ACCEPT, HeaderValue::from_static("application/json"));
    request
        .headers_mut()
        .append(ACCEPT, HeaderValue::from_static("application/xml"));

    let response = transport.send(request).await.unwrap();

    let headers = response.headers();
    assert_eq!(values(headers, "x-team"), ["search", "signin"]);
    assert_eq!(
        values(headers, "accept"),
        ["application/json", "application/xml"]
    );
    assert_eq!(values(headers, "x-gateway-key"), ["s3cret"]);
    assert_eq!(headers.len(), 5);
}

#[tokio::test]
async fn values_keep_their_bytes_and_their_mark() {
    let mut headers = HeaderMap::new();
    let mut value = HeaderValue::from_bytes(b"caf\xe9").unwrap();
    value.set_sensitive(true);
    headers.insert("x-a", value);
    let transport = transport_fn(|request| async { echo(request) }).with_default_headers(headers);

    let response = transport.send(get()).await.unwrap();

    assert_eq!(response.headers()["x-a"].as_bytes(), b"caf\xe9");
    assert!(response.headers()["x-a"].is_sensitive());
}

#[tokio::test]
async fn of_two_the_outer_one_counts() {
    let one = |value| HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(value))]);
    let transport = transport_fn(|request| async { echo(request) })
        .with_default_headers(one("inner"))
        .with_default_headers(one("outer"));

    let response = transport.send(get()).await.unwrap();

    assert_eq!(values(response.headers(), "accept"), ["outer"]);
}

#[test]
fn the_attempt_is_asked_for_if_the_transport_inside_asks() {
    let silent = || transport_fn(|request| async { echo(request) });
    let asking = silent().reading_attempts();

    assert!(!silent().with_default_headers(defaults()).reads_attempt());
    assert!(asking.with_default_headers(defaults()).reads_attempt());
}

#[test]
fn debug_shows_names_and_no_value() {
    let transport =
        transport_fn(|request| async { echo(request) }).with_default_headers(defaults());

    let shown = format!("{transport:?}");

    let start = r#"DefaultHeaders { headers: ["x-team", "accept", "x-gateway-key"], inner: "#;
    assert!(shown.starts_with(start), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}
