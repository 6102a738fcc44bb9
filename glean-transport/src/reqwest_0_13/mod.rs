//! The backend over reqwest 0.13.
//!
//! TLS is rustls with aws-lc and the platform's roots. It speaks HTTP/1.1, and with the feature
//! `http2` also HTTP/2, by ALPN. HTTP proxies come from the environment (`HTTPS_PROXY` and its kin),
//! but never for plain HTTP to loopback.

mod body;
mod classify;
mod clients;
mod target;

use std::future::ready;
use std::pin::Pin;

use bytes::Bytes;
use http::{Request, Response, Uri};
use reqwest::Url;

use self::clients::Clients;
use self::target::{LastTarget, Target};
use crate::{Attempt, Transport, TransportError, TransportErrorKind};

/// Sends requests through a [`reqwest::Client`].
///
/// The client of [`new`](Self::new) follows no redirects, repeats nothing by itself, keeps no
/// cookies and gives a connection 10 s to come about. It is built at the first request, with TLS
/// only where that request asks for it: setting up TLS takes milliseconds, which
/// [`prepare`](Self::prepare) moves to a time of your choice. Idle connections are pooled, as many
/// as there are, for 90 s.
///
/// reqwest adds `Accept: */*` to a request that has no `Accept`.
///
/// ```
/// use glean_transport::reqwest_0_13::ReqwestTransport;
///
/// let transport = ReqwestTransport::new();
/// ```
#[derive(Debug, Default)]
pub struct ReqwestTransport {
    clients: Clients,
    last_target: LastTarget,
}

impl ReqwestTransport {
    /// Makes a transport with a client of its own.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes a transport of a given client: with your proxy, certificates, resolver or limits.
    ///
    /// Build it with `redirect(reqwest::redirect::Policy::none())` and
    /// `retry(reqwest::retry::never())`. A client that follows redirects takes the credential
    /// along; this transport can't prevent it. It refuses a reply that came from another URL than
    /// the one it asked; a detour that ends where it began goes unseen.
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
            clients: Clients::given(client),
            last_target: LastTarget::default(),
        }
    }

    /// Builds now what requests to `uri` will need, TLS above all.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidRequest`](TransportErrorKind::InvalidRequest) if the client can't be
    /// built: the platform's TLS roots can't be loaded, say.
    pub fn prepare(&self, uri: &Uri) -> Result<(), TransportError> {
        let target = self.last_target.of(uri)?;
        self.clients.for_target(&target).map(|_| ())
    }
}

impl ReqwestTransport {
    /// Hands the request to the client, which sends it when the exchange is awaited.
    fn begin(&self, request: Request<Bytes>) -> Result<Exchange<'_>, TransportError> {
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
    let mut response = reply.await.map_err(classify::head)?;
    if asked.is_some_and(|asked| asked != *response.url()) {
        return Err(TransportError::new(
            TransportErrorKind::Other,
            "the given reqwest client followed a redirect; build it with `Policy::none()`",
        ));
    }
    let mut reply = Response::new(Bytes::new());
    *reply.status_mut() = response.status();
    *reply.version_mut() = response.version();
    *reply.headers_mut() = std::mem::take(response.headers_mut());
    *reply.body_mut() = body::read(response, body_limit).await?;
    Ok(reply)
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
