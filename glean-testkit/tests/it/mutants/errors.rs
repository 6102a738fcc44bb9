//! Errors that say too much, or what is not so.

use std::error::Error;
use std::io;
use std::iter::successors;
use std::sync::Arc;

use bytes::Bytes;
use glean_transport::TransportErrorKind::{Connect, Interrupted, InvalidRequest};
use glean_transport::{Transport, TransportError};
use http::Request;

use super::{Sound, breaks, mutant};

fn causes(error: &TransportError) -> impl Iterator<Item = &(dyn Error + 'static)> {
    successors(error.source(), |cause| (*cause).source())
}

/// Says whether the connection was reset.
pub(super) fn is_a_reset(error: &TransportError) -> bool {
    is_of_kind(error, io::ErrorKind::ConnectionReset)
}

fn is_of_kind(error: &TransportError, kind: io::ErrorKind) -> bool {
    let mut errors = causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>());
    errors.any(|error| error.kind() == kind)
}

/// Says whether the server said something that is no HTTP, or too much of it.
pub(super) fn is_about_the_reply(error: &TransportError) -> bool {
    let mut texts = causes(error).map(ToString::to_string);
    texts.any(|text| text.contains("invalid HTTP") || text.contains("too large"))
}

#[test]
fn who_tells_the_url_is_found_out() {
    breaks(
        "errors_hold_no_secret",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let uri = request.uri().clone();
            let told = |error: TransportError| {
                TransportError::new(error.kind(), format!("{uri}: {error}"))
            };
            sound.send(request).await.map_err(told)
        }),
    );
}

#[test]
fn who_is_unsure_about_a_refused_connection_is_found_out() {
    breaks(
        "a_refused_connection_was_not_used",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let is_refused =
                |error: &TransportError| is_of_kind(error, io::ErrorKind::ConnectionRefused);
            match sound.send(request).await {
                Err(error) if is_refused(&error) => Err(TransportError::new(Interrupted, error)),
                reply => reply,
            }
        }),
    );
}

#[test]
fn who_promises_that_a_lost_request_was_not_seen_is_found_out() {
    breaks(
        "a_connection_that_ends_before_the_reply_is_an_interruption",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            match sound.send(request).await {
                Err(error) if error.kind() == Interrupted && !is_about_the_reply(&error) => {
                    Err(TransportError::new(Connect, error))
                }
                reply => reply,
            }
        }),
    );
}

#[test]
fn who_promises_that_garbage_came_from_nowhere_is_found_out() {
    let is_garbage = |error: &TransportError| {
        let mut texts = causes(error).map(ToString::to_string);
        texts.any(|text| text.contains("invalid HTTP"))
    };
    breaks(
        "garbage_is_an_error",
        &mutant(
            move |sound: Arc<Sound>, request: Request<Bytes>| async move {
                match sound.send(request).await {
                    Err(error) if is_garbage(&error) => Err(TransportError::new(Connect, error)),
                    reply => reply,
                }
            },
        ),
    );
}

#[test]
fn who_blames_the_network_for_an_invalid_request_is_found_out() {
    breaks(
        "a_request_that_cannot_be_sent_is_invalid",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            match sound.send(request).await {
                Err(error) if error.kind() == InvalidRequest => {
                    Err(TransportError::new(Connect, error))
                }
                reply => reply,
            }
        }),
    );
}
