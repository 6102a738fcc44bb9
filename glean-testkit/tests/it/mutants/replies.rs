//! Replies that are not what the server said.

use std::sync::Arc;

use bytes::Bytes;
use glean_transport::TransportErrorKind::{Body, Other};
use glean_transport::{Attempt, Transport, TransportError};
use http::{Request, Response};

use super::{Sound, breaks, errors, mutant};

#[test]
fn who_makes_an_error_of_a_500_is_found_out() {
    breaks(
        "any_status_is_a_success",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let reply = sound.send(request).await?;
            match reply.status().as_u16() {
                500 => Err(TransportError::new(Other, "the server failed")),
                _ => Ok(reply),
            }
        }),
    );
}

#[test]
fn who_accepts_a_short_body_is_found_out() {
    breaks(
        "a_short_body_is_an_error",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            match sound.send(request).await {
                Err(error) if error.kind() == Body && !errors::is_a_reset(&error) => {
                    Ok(Response::new(Bytes::from("01234")))
                }
                reply => reply,
            }
        }),
    );
}

#[test]
fn who_ignores_the_limit_is_found_out() {
    breaks(
        "a_body_over_the_limit_is_too_large",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            let mut attempt = Attempt::new("mutant");
            attempt.body_limit = None;
            request.extensions_mut().insert(attempt);
            sound.send(request).await
        }),
    );
}

#[test]
fn who_has_a_limit_of_its_own_is_found_out() {
    breaks(
        "a_body_up_to_the_limit_is_read",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            if Attempt::body_limit_of(request.extensions()).is_none() {
                request.extensions_mut().remove::<Attempt>();
            }
            sound.send(request).await
        }),
    );
}

#[test]
fn who_decodes_and_keeps_the_stale_headers_is_found_out() {
    breaks(
        "a_decoded_body_carries_no_stale_header",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let mut reply = sound.send(request).await?;
            if reply.headers().contains_key("content-encoding") {
                *reply.body_mut() = Bytes::from("ok");
            }
            Ok(reply)
        }),
    );
}
