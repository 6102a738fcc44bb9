//! Connections that are not kept, not closed, or not looked at closely.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use glean_testkit::conformance::{Capability, Factory};
use glean_transport::Transport;
use glean_transport::reqwest_0_13::ReqwestTransport;
use http::{HeaderValue, Request};

use super::{Sound, breaks, mutant};

#[test]
fn who_closes_every_connection_is_found_out() {
    breaks(
        "a_connection_is_used_again",
        &mutant(async |sound: Arc<Sound>, mut request: Request<Bytes>| {
            let close = HeaderValue::from_static("close");
            request.headers_mut().insert("connection", close);
            sound.send(request).await
        }),
    );
}

#[test]
fn who_goes_on_in_the_background_is_found_out() {
    breaks(
        "a_dropped_exchange_is_closed",
        &mutant(async |sound: Arc<Sound>, request: Request<Bytes>| {
            let exchange = tokio::spawn(async move { sound.send(request).await });
            exchange.await.unwrap()
        }),
    );
}

/// Poisons its transport when it is dropped unfinished.
struct Poison {
    poisoned: Arc<AtomicBool>,
    finished: bool,
}

impl Drop for Poison {
    fn drop(&mut self) {
        if !self.finished {
            self.poisoned.store(true, Ordering::Relaxed);
        }
    }
}

#[test]
fn who_hangs_after_a_drop_is_found_out() {
    #[derive(Debug)]
    struct HangsAfterDrop {
        sound: Sound,
        poisoned: Arc<AtomicBool>,
    }

    #[async_trait::async_trait]
    impl Transport for HangsAfterDrop {
        async fn send(&self, request: Request<Bytes>) -> super::Reply {
            if self.poisoned.load(Ordering::Relaxed) {
                return std::future::pending().await;
            }
            let mut poison = Poison {
                poisoned: Arc::clone(&self.poisoned),
                finished: false,
            };
            let reply = self.sound.send(request).await;
            poison.finished = true;
            reply
        }
    }

    let factory = super::factory(|_| HangsAfterDrop {
        sound: Sound::new(),
        poisoned: Arc::default(),
    });
    breaks("a_dropped_exchange_leaves_the_transport_usable", &factory);
}

#[test]
fn who_ignores_the_name_in_a_certificate_is_found_out() {
    let factory = Factory::new(|setup| {
        let root = setup.root_certificate_pem();
        let root = reqwest::Certificate::from_pem(root.as_bytes()).unwrap();
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .tls_backend_rustls()
            .tls_certs_only([root])
            .tls_danger_accept_invalid_hostnames(true)
            .build();
        ReqwestTransport::from_client(client.unwrap())
    })
    .cannot(Capability::BareRequests, "reqwest adds `Accept: */*`");
    breaks("a_certificate_for_another_host_is_refused", &factory);
}
