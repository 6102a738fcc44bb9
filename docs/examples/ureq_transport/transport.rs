use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use glean_transport::TransportErrorKind::{Other, TooLarge};
use glean_transport::{Attempt, Transport, TransportError};
use http::{Request, Response};
use ureq::config::AutoHeaderValue;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::classify;

/// Sends requests by ureq, a blocking client, on tokio's pool of threads for blocking work.
///
/// Dropping a future abandons its exchange: the thread goes on until the server has answered or the
/// attempt's time is up, whichever is first. At most as many exchanges are under way as the pool has
/// threads, 512 unless the runtime was built otherwise.
pub(crate) struct UreqTransport {
    agent: ureq::Agent,
}

impl UreqTransport {
    /// Makes a transport that trusts the given root certificates alone, as PEM.
    ///
    /// # Errors
    ///
    /// Returns an error if one of them is none.
    pub(crate) fn trusting(roots: &[&str]) -> Result<Self, ureq::Error> {
        let roots: Result<Vec<_>, _> = roots
            .iter()
            .map(|pem| Certificate::from_pem(pem.as_bytes()))
            .collect();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&roots?))
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            // What a status means is decided above the seam, and a 302 is a reply like any other.
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            // No header that the caller did not give.
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .build();
        Ok(Self {
            agent: config.into(),
        })
    }
}

#[async_trait]
impl Transport for UreqTransport {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let agent = self.agent.clone();
        tokio::task::spawn_blocking(move || exchange(&agent, request))
            .await
            .map_err(|error| TransportError::new(Other, error))?
    }

    // A thread can't be stopped from outside, so that ureq has to watch the time itself.
    fn reads_attempt(&self) -> bool {
        true
    }
}

fn exchange(
    agent: &ureq::Agent,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, TransportError> {
    let timeout = request.extensions().get::<Attempt>();
    let timeout = timeout.and_then(|attempt| attempt.timeout);
    let limit = Attempt::body_limit_of(request.extensions()).unwrap_or(usize::MAX);

    let request = request.map(|body| body.to_vec());
    let request = agent.configure_request(request).timeout_global(timeout);
    let mut reply = agent.run(request.build()).map_err(classify::head)?;

    if reply.body().content_length() > Some(limit as u64) {
        return Err(TooLarge.into());
    }
    let body = reply
        .body_mut()
        .with_config()
        .limit(limit as u64)
        .read_to_vec()
        .map_err(classify::body)?;
    Ok(reply.map(|_| Bytes::from(body)))
}

impl fmt::Debug for UreqTransport {
    // The agent's own would show its proxy, whose URL may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UreqTransport")
    }
}
