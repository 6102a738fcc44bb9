//! More, or other, exchanges than the one that was asked for.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::conformance::Capability;
use glean_transport::{Transport, TransportError, TransportErrorKind};
use http::{HeaderValue, Request, Uri};

use super::{Reply, Sound, breaks, factory, mutant};

#[test]
fn who_follows_redirects_is_found_out() {
    breaks(
        "redirects_are_not_followed",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let uri = request.uri().clone();
            let mut again = request.clone();
            let reply = sound.send(request).await?;
            let Some(location) = reply.headers().get("location") else {
                return Ok(reply);
            };
            let location: Uri = location.to_str().unwrap().parse().unwrap();
            let mut parts = uri.into_parts();
            parts.path_and_query = location.path_and_query().cloned();
            parts.authority = location.authority().cloned().or(parts.authority);
            *again.uri_mut() = Uri::from_parts(parts).unwrap();
            sound.send(again).await
        }),
    );
}

#[test]
fn who_retries_a_status_is_found_out() {
    breaks(
        "no_reply_is_asked_for_twice",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let reply = sound.send(request.clone()).await?;
            match reply.headers().contains_key("retry-after") {
                true => sound.send(request).await,
                false => Ok(reply),
            }
        }),
    );
}

#[test]
fn who_repeats_what_may_have_been_seen_is_found_out() {
    breaks(
        "a_request_that_may_have_been_seen_is_not_repeated",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            match sound.send(request.clone()).await {
                // Only where it has a chance: on a connection that broke without a word.
                Err(error) if is_broken_off(&error) => match sound.send(request).await {
                    Ok(reply) => Ok(reply),
                    Err(_) => Err(error),
                },
                first => first,
            }
        }),
    );
}

fn is_broken_off(error: &TransportError) -> bool {
    error.kind() == TransportErrorKind::Interrupted && !super::errors::is_about_the_reply(error)
}

#[test]
fn who_keeps_cookies_is_found_out() {
    #[derive(Debug)]
    struct KeepsCookies {
        sound: Sound,
        jar: Mutex<Option<HeaderValue>>,
    }

    #[async_trait]
    impl Transport for KeepsCookies {
        async fn send(&self, mut request: Request<Bytes>) -> Reply {
            if let Some(cookie) = self.jar.lock().unwrap().clone() {
                request.headers_mut().insert("cookie", cookie);
            }
            let reply = self.sound.send(request).await?;
            if let Some(cookie) = reply.headers().get("set-cookie") {
                *self.jar.lock().unwrap() = Some(cookie.clone());
            }
            Ok(reply)
        }
    }

    let factory = factory(|_| KeepsCookies {
        sound: Sound::new(),
        jar: Mutex::default(),
    });
    breaks("no_cookies_are_kept", &factory);
}

#[test]
fn who_handles_one_request_at_a_time_is_found_out() {
    #[derive(Debug)]
    struct OneAtATime {
        sound: Sound,
        turn: tokio::sync::Mutex<()>,
    }

    #[async_trait]
    impl Transport for OneAtATime {
        async fn send(&self, request: Request<Bytes>) -> Reply {
            let _turn = self.turn.lock().await;
            self.sound.send(request).await
        }
    }

    let factory = factory(|_| OneAtATime {
        sound: Sound::new(),
        turn: tokio::sync::Mutex::default(),
    });
    breaks("sixty_four_requests_are_under_way_at_once", &factory);
}

#[test]
fn who_blocks_the_executor_is_found_out() {
    let blocking = |sound: Arc<Sound>, request: Request<Bytes>| {
        let (done, reply) = std::sync::mpsc::channel::<Reply>();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            let _ = done.send(runtime.unwrap().block_on(sound.send(request)));
        });
        // Waits on the executor's own thread.
        std::future::ready(reply.recv().unwrap())
    };
    let why = "it blocks";
    let factory = mutant(blocking)
        .cannot(Capability::Cancellation, why)
        .cannot(Capability::Concurrency, why)
        .cannot(Capability::KeepAlive, why)
        .cannot(Capability::StaleConnections, why)
        .patience(std::time::Duration::from_secs(2));
    breaks("the_executor_is_not_blocked", &factory);
}
