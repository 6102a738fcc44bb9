//! The backend over hyper: the pooling client of hyper-util 0.1.
//!
//! - **Pooling**: idle connections are kept for 90 s, as many as there are.
//! - **TLS**: rustls with the platform's roots; the cryptography is aws-lc's with the feature
//!   `hyper`, or that of the provider that the process installed, with or without it
//!   (`hyper-rustls-no-provider`).
//! - **HTTP/2**: with the feature `http2`, by ALPN. Otherwise HTTP/1.1.
//! - **Proxies**: none, and none is read from the environment; give a client with a connector that
//!   has one.
//! - **Limits**: 10 s for a connection to come about; a reply's head has at most 100 headers and about
//!   400 KiB.
//!
//! All of that is of the client that [`HyperTransport::new`] makes; a client that you
//! [give](HyperTransport::from_client) brings its own.

mod classify;
#[cfg(feature = "__hyper-tls")]
mod connector;
#[cfg(feature = "__hyper-tls")]
mod own;

use std::any::type_name;
use std::fmt;
use std::future::ready;
use std::pin::{Pin, pin};

use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, Response, Uri, Version};
use http_body_util::Full;
use hyper_util::client::legacy::connect::Connect;
use hyper_util::client::legacy::{Client, ResponseFuture};

use crate::body::{self, HttpBody};
use crate::framing::announce_empty_body;
use crate::{Attempt, Transport, TransportError, TransportErrorKind};

#[cfg(feature = "tower")]
pub(crate) use classify::kind;
#[cfg(feature = "__hyper-tls")]
#[cfg_attr(docsrs, doc(cfg(feature = "hyper")))]
pub use connector::Connector;

/// Sends requests through hyper-util's [`Client`].
///
/// It adds no header but `Host` and HTTP's framing, follows no redirects and keeps no cookies, as hyper
/// does none of that. A request that a pooled connection closed on before any of it was sent goes out on
/// another one.
///
/// TLS is set up when the first `https` request asks for it, which takes milliseconds; [`prepare`](Self::prepare)
/// moves them to a time of your choice.
///
#[cfg_attr(feature = "hyper", doc = "```")]
#[cfg_attr(not(feature = "hyper"), doc = "```text")]
/// use glean_transport::hyper_util_0_1::HyperTransport;
///
/// let transport = HyperTransport::new();
/// ```
pub struct HyperTransport<C> {
    client: Client<C, Full<Bytes>>,
    /// The client's connector, where this is known.
    #[cfg(feature = "__hyper-tls")]
    connector: Option<C>,
}

impl<C> HyperTransport<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    /// Makes a transport of a given client: with your connector, proxy, certificates or limits.
    ///
    /// ```
    /// use glean_transport::hyper_util_0_1::HyperTransport;
    /// use hyper_util::client::legacy::Client;
    /// use hyper_util::client::legacy::connect::HttpConnector;
    /// use hyper_util::rt::TokioExecutor;
    ///
    /// let client = Client::builder(TokioExecutor::new())
    ///     .pool_max_idle_per_host(8)
    ///     .build(HttpConnector::new());
    /// let transport = HyperTransport::from_client(client);
    /// ```
    #[must_use]
    pub fn from_client(client: Client<C, Full<Bytes>>) -> Self {
        Self {
            client,
            #[cfg(feature = "__hyper-tls")]
            connector: None,
        }
    }

    /// Hands the request to the client, which sends it when the exchange is awaited.
    fn begin(&self, mut request: Request<Bytes>) -> Result<Exchange, TransportError> {
        check(request.uri())?;
        announce_empty_body(&mut request);
        // What the connection speaks is found out by ALPN.
        *request.version_mut() = Version::HTTP_11;
        let body_limit = Attempt::body_limit_of(request.extensions());
        let reply = self.client.request(request.map(Full::new));
        Ok(Box::pin(finish(reply, body_limit)))
    }
}

fn check(uri: &Uri) -> Result<(), TransportError> {
    let is_http = uri.scheme() == Some(&Scheme::HTTP) || uri.scheme() == Some(&Scheme::HTTPS);
    if is_http && uri.host().is_some_and(|host| !host.is_empty()) {
        return Ok(());
    }
    Err(TransportError::new(
        TransportErrorKind::InvalidRequest,
        "the URI is not an absolute one of http or https",
    ))
}

type Reply = Result<Response<Bytes>, TransportError>;
type Exchange = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// Awaits the head of the reply, and reads its body.
async fn finish(reply: ResponseFuture, body_limit: Option<usize>) -> Reply {
    let (parts, body) = reply.await.map_err(classify::head)?.into_parts();
    let body = pin!(body);
    let body = body::read(HttpBody::new(body, classify::body), body_limit).await?;
    Ok(Response::from_parts(parts, body))
}

// Written out, not `async fn`: what `begin` needs would take up room in the future, which is moved
// about for each request.
impl<C> Transport for HyperTransport<C>
where
    C: Connect + Clone + Send + Sync + 'static,
{
    fn send<'this, 'exchange>(
        &'this self,
        request: Request<Bytes>,
    ) -> Pin<Box<dyn Future<Output = Reply> + Send + 'exchange>>
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

impl<C> fmt::Debug for HyperTransport<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HyperTransport")
            .field(&type_name::<C>())
            .finish()
    }
}
