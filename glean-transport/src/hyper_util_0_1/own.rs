//! The client that a transport makes for itself.

use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::crypto::CryptoProvider;

use super::{Connector, HyperTransport};
use crate::TransportError;

const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(90);

impl HyperTransport<Connector> {
    /// Makes a transport with a client of its own.
    ///
    /// TLS takes its cryptography from the rustls provider that the process installed, or else from
    /// aws-lc.
    #[cfg(feature = "hyper")]
    #[cfg_attr(docsrs, doc(cfg(feature = "hyper")))]
    #[must_use]
    pub fn new() -> Self {
        let installed = CryptoProvider::get_default().cloned();
        let aws_lc = || Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        Self::over(installed.unwrap_or_else(aws_lc))
    }

    /// Makes a transport whose TLS takes its cryptography from the rustls provider that the process
    /// installed, by `CryptoProvider::install_default`.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidRequest`](crate::TransportErrorKind::InvalidRequest) if none is installed.
    #[cfg(feature = "hyper-rustls-no-provider")]
    #[cfg_attr(docsrs, doc(cfg(feature = "hyper-rustls-no-provider")))]
    pub fn with_installed_provider() -> Result<Self, TransportError> {
        crate::installed_provider::get().map(Self::over)
    }

    fn over(provider: Arc<CryptoProvider>) -> Self {
        let connector = Connector::new(provider);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(POOL_IDLE_TIMEOUT)
            .build(connector.clone());
        Self {
            client,
            connector: Some(connector),
        }
    }

    /// Sets up now what requests to `uri` will need, TLS above all.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidRequest`](crate::TransportErrorKind::InvalidRequest) if TLS can't be set up:
    /// the platform's roots can't be loaded, say.
    pub fn prepare(&self, uri: &Uri) -> Result<(), TransportError> {
        match &self.connector {
            Some(connector) => connector.prepare(uri),
            None => Ok(()),
        }
    }
}

#[cfg(feature = "hyper")]
impl Default for HyperTransport<Connector> {
    fn default() -> Self {
        Self::new()
    }
}
