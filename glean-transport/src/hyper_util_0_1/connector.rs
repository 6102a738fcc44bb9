use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioIo;
use rustls::crypto::CryptoProvider;
use tokio::net::TcpStream;
use tower_service::Service;

use crate::{TransportError, TransportErrorKind};

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Name resolution, TCP and TLS together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Connects a [`HyperTransport`](super::HyperTransport) that was given no client.
///
/// TLS is set up when the first `https` URI asks for it.
#[derive(Clone)]
pub struct Connector(Arc<Inner>);

struct Inner {
    tcp: HttpConnector,
    provider: Arc<CryptoProvider>,
    tls: OnceLock<HttpsConnector<HttpConnector>>,
}

impl Connector {
    pub(super) fn new(provider: Arc<CryptoProvider>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Self(Arc::new(Inner {
            tcp,
            provider,
            tls: OnceLock::new(),
        }))
    }

    /// Sets up what connections to `uri` need.
    pub(super) fn prepare(&self, uri: &Uri) -> Result<(), TransportError> {
        if uri.scheme() == Some(&Scheme::HTTPS) {
            let unsent = |error| TransportError::new(TransportErrorKind::InvalidRequest, error);
            self.0.tls().map_err(unsent)?;
        }
        Ok(())
    }
}

impl Inner {
    fn tls(&self) -> io::Result<HttpsConnector<HttpConnector>> {
        if let Some(connector) = self.tls.get() {
            return Ok(connector.clone());
        }
        let builder = hyper_rustls::HttpsConnectorBuilder::new()
            .with_provider_and_platform_verifier(Arc::clone(&self.provider))?
            .https_or_http();
        #[cfg(feature = "http2")]
        let builder = builder.enable_all_versions();
        #[cfg(not(feature = "http2"))]
        let builder = builder.enable_http1();
        let connector = builder.wrap_connector(self.tcp.clone());
        Ok(self.tls.get_or_init(|| connector).clone())
    }

    async fn connect(&self, uri: Uri) -> Result<Stream, BoxError> {
        if uri.scheme() == Some(&Scheme::HTTPS) {
            return self.tls()?.call(uri).await;
        }
        let stream = self.tcp.clone().call(uri).await?;
        Ok(MaybeHttpsStream::Http(stream))
    }
}

type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;

impl Service<Uri> for Connector {
    type Response = Stream;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Stream, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        // Neither TCP nor TLS has a limit to wait for.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let inner = Arc::clone(&self.0);
        Box::pin(async move {
            let timed_out = |_| io::Error::from(io::ErrorKind::TimedOut);
            tokio::time::timeout(CONNECT_TIMEOUT, inner.connect(uri))
                .await
                .map_err(timed_out)?
        })
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connector")
    }
}
