//! Requests and replies whose heads do not arrive as they were sent.

use std::sync::Arc;

use bytes::Bytes;
use glean_transport::Transport;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, Request};

use super::{Sound, breaks, mutant};

/// Keeps of each name the last value alone.
fn without_repeats(headers: &HeaderMap) -> HeaderMap {
    let mut kept = HeaderMap::new();
    for (name, value) in headers {
        kept.insert(name.clone(), value.clone());
    }
    kept
}

/// Replaces what is not UTF-8, as text does.
fn lossy(headers: &HeaderMap) -> HeaderMap {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let lossy = |value| HeaderValue::try_from(text(value)).unwrap();
    headers
        .iter()
        .map(|(name, value)| (name.clone(), lossy(value)))
        .fold(HeaderMap::new(), |mut headers, (name, value)| {
            headers.append(name, value);
            headers
        })
}

#[test]
fn who_adds_a_header_is_found_out() {
    breaks(
        "no_header_is_added",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            if request.headers().contains_key("accept") {
                let client = HeaderValue::from_static("mutant/1.0");
                request.headers_mut().insert("x-client", client);
            }
            sound.send(request).await
        }),
    );
}

#[test]
fn who_names_itself_where_nobody_asked_is_found_out() {
    breaks(
        "neither_accept_nor_user_agent_is_made_up",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            let agent = HeaderValue::from_static("mutant/1.0");
            request.headers_mut().entry("user-agent").or_insert(agent);
            sound.send(request).await
        }),
    );
}

#[test]
fn who_announces_no_length_is_found_out() {
    breaks(
        "an_empty_post_announces_its_length",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            if request.body().is_empty() {
                let chunked = HeaderValue::from_static("chunked");
                request.headers_mut().remove(CONTENT_LENGTH);
                request.headers_mut().insert(TRANSFER_ENCODING, chunked);
            }
            sound.send(request).await
        }),
    );
}

#[test]
fn who_drops_repeated_request_headers_is_found_out() {
    breaks(
        "repeated_request_headers_keep_their_order",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            *request.headers_mut() = without_repeats(request.headers());
            sound.send(request).await
        }),
    );
}

#[test]
fn who_makes_text_of_request_headers_is_found_out() {
    breaks(
        "request_headers_that_are_not_utf_8_survive",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            *request.headers_mut() = lossy(request.headers());
            sound.send(request).await
        }),
    );
}

#[test]
fn who_decodes_the_path_is_found_out() {
    breaks(
        "a_request_arrives_as_it_was_given",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            let uri = request.uri().to_string().replace("%2B", "+");
            *request.uri_mut() = uri.parse().unwrap();
            sound.send(request).await
        }),
    );
}

#[test]
fn who_drops_repeated_reply_headers_is_found_out() {
    breaks(
        "repeated_reply_headers_keep_their_order",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let mut reply = sound.send(request).await?;
            *reply.headers_mut() = without_repeats(reply.headers());
            Ok(reply)
        }),
    );
}

#[test]
fn who_makes_text_of_reply_headers_is_found_out() {
    breaks(
        "reply_headers_that_are_not_utf_8_survive",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let mut reply = sound.send(request).await?;
            *reply.headers_mut() = lossy(reply.headers());
            Ok(reply)
        }),
    );
}
