//! The backend over reqwest 0.13.
//!
//! - **Pooling**: idle connections are kept for 90 s, as many as there are.
//! - **TLS**: rustls on aws-lc (feature `reqwest`) or on the provider that the process installed
//!   (`reqwest-rustls-no-provider`), or the platform's library (`reqwest-native-tls`); always with the
//!   platform's roots. Each has a constructor of its own.
//! - **HTTP/2**: with the feature `http2`, by ALPN. Otherwise HTTP/1.1.
//! - **Proxies**: those of the environment (`HTTPS_PROXY` and its kin) and of the platform's settings,
//!   but never for plain HTTP to loopback.
//! - **Limits**: 10 s for a connection to come about; a reply's head has at most 100 headers and about
//!   400 KiB.
//!
//! All of that is of the client that a transport makes for itself; a client that you
//! [give](ReqwestTransport::from_client) brings its own.

mod body;
mod classify;
mod clients;
#[cfg(feature = "__reqwest-tls")]
mod own;
mod target;
#[cfg(feature = "__reqwest-tls")]
mod tls;

use std::future::ready;
use std::pin::Pin;

use bytes::Bytes;
use http::{Request, Response};
use reqwest::Url;

use self::clients::Clients;
use self::target::{LastTarget, Target};
use crate::framing::announce_empty_body;
use crate::{Attempt, Transport, TransportError, TransportErrorKind};

#[cfg(feature = "tower")]
pub(crate) use classify::kind;

/// Sends requests through a [`reqwest::Client`].
///
/// A client of its own follows no redirects, repeats nothing by itself and keeps no cookies. It is
/// built at the first request, with TLS only where that request asks for it: setting up TLS takes
/// milliseconds, which [`prepare`](Self::prepare) moves to a time of your choice.
///
/// reqwest adds `Accept: */*` to a request that has no `Accept`.
///
#[cfg_attr(feature = "reqwest", doc = "```")]
#[cfg_attr(not(feature = "reqwest"), doc = "```text")]
/// use glean_transport::reqwest_0_13::ReqwestTransport;
///
/// let transport = ReqwestTransport::new();
/// ```
#[derive(Debug)]
pub struct ReqwestTransport {
    clients: Clients,
    last_target: LastTarget,
}

impl ReqwestTransport {
    /// Makes a transport of a given client: with your proxy, certificates, resolver or limits.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())` and
    /// `retry(reqwest::retry::never())`. A client that follows redirects takes the credential
    /// along; this transport can't prevent it. It refuses a reply that came from another URL than
    /// the one it asked; a detour that ends where it began goes unseen, and one that ends at a server
    /// that is not there looks as if nothing had been sent.
    ///
    /// ```
    /// use glean_transport::reqwest_0_13::ReqwestTransport;
    ///
    /// # fn main() -> Result<(), reqwest::Error> {
    /// let client = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .retry(reqwest::retry::never())
    ///     .pool_max_idle_per_host(8)
    ///     .build()?;
    /// let transport = ReqwestTransport::from_client(client);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn from_client(client: reqwest::Client) -> Self {
        Self {
            clients: Clients::Given(client),
            last_target: LastTarget::default(),
        }
    }

    /// Hands the request to the client, which sends it when the exchange is awaited.
    fn begin(&self, mut request: Request<Bytes>) -> Result<Exchange<'_>, TransportError> {
        announce_empty_body(&mut request);
        let (parts, body) = request.into_parts();
        let target = self.last_target.of(&parts.uri)?;
        let client = self.clients.for_target(&target)?;
        let Target { url, .. } = target;
        let asked = self.clients.may_redirect().then(|| url.clone());

        let mut request = reqwest::Request::new(parts.method, url);
        *request.headers_mut() = parts.headers;
        if !body.is_empty() {
            *request.body_mut() = Some(body.into());
        }
        let reply = client.execute(request);
        let body_limit = Attempt::body_limit_of(&parts.extensions);
        Ok(Box::pin(finish(reply, asked, body_limit)))
    }
}

type Reply = Result<Response<Bytes>, TransportError>;
type Exchange<'t> = Pin<Box<dyn Future<Output = Reply> + Send + 't>>;

/// Awaits the head of the reply, and reads its body.
async fn finish(
    reply: impl Future<Output = reqwest::Result<reqwest::Response>>,
    asked: Option<Url>,
    body_limit: Option<usize>,
) -> Reply {
    let is_detour = |url: &Url| asked.as_ref().is_some_and(|asked| asked != url);
    let mut response = match reply.await {
        Ok(response) if is_detour(response.url()) => return Err(redirected()),
        Ok(response) => response,
        // What failed is the way back; the request has been seen.
        Err(error) if error.url().is_some_and(is_detour) => return Err(redirected()),
        Err(error) => return Err(classify::head(error)),
    };
    let mut reply = Response::new(Bytes::new());
    *reply.status_mut() = response.status();
    *reply.version_mut() = response.version();
    *reply.headers_mut() = std::mem::take(response.headers_mut());
    *reply.body_mut() = crate::body::read(response, body_limit).await?;
    Ok(reply)
}

fn redirected() -> TransportError {
    TransportError::new(
        TransportErrorKind::Other,
        "the given reqwest client followed a redirect; build it with `Policy::none()`",
    )
}

// Written out, not `async fn`: what `begin` needs would take up room in the future, which is moved
// about for each request.
impl Transport for ReqwestTransport {
    fn send<'this, 'exchange>(&'this self, request: Request<Bytes>) -> Exchange<'exchange>
    where
        'this: 'exchange,
        Self: 'exchange,
    {
        match self.begin(request) {
            Ok(exchange) => exchange,
            Err(error) => Box::pin(ready(Err(error))),
        }
    }
}
