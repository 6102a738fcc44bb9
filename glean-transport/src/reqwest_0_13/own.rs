//! The clients that a transport makes for itself.

use std::sync::OnceLock;
use std::time::Duration;

use http::Uri;
use reqwest::{Client, ClientBuilder};

use super::clients::Clients;
use super::target::{LastTarget, Target};
use super::tls::Tls;
use super::{ReqwestTransport, classify};
use crate::TransportError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

impl ReqwestTransport {
    /// Makes a transport with a client of its own, and TLS by rustls.
    ///
    /// The cryptography is that of the rustls provider that the process installed, or else aws-lc's.
    #[cfg(feature = "reqwest")]
    #[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
    #[must_use]
    pub fn new() -> Self {
        Self::over(Tls::Rustls)
    }

    /// Makes a transport with a client of its own, and TLS by rustls with the cryptography of the
    /// provider that the process installed, by `CryptoProvider::install_default`.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidRequest`](crate::TransportErrorKind::InvalidRequest) if none is installed.
    #[cfg(feature = "reqwest-rustls-no-provider")]
    #[cfg_attr(docsrs, doc(cfg(feature = "reqwest-rustls-no-provider")))]
    pub fn with_installed_provider() -> Result<Self, TransportError> {
        crate::installed_provider::get().map(|_| Self::over(Tls::Installed))
    }

    /// Makes a transport with a client of its own, and TLS by the platform's library: OpenSSL on
    /// Linux, Secure Transport on macOS, SChannel on Windows.
    #[cfg(feature = "reqwest-native-tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "reqwest-native-tls")))]
    #[must_use]
    pub fn with_native_tls() -> Self {
        Self::over(Tls::Native)
    }

    fn over(tls: Tls) -> Self {
        Self {
            clients: Clients::Own(OwnClients {
                tls,
                local: OnceLock::new(),
                full: OnceLock::new(),
            }),
            last_target: LastTarget::default(),
        }
    }

    /// Builds now what requests to `uri` will need, TLS above all.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidRequest`](crate::TransportErrorKind::InvalidRequest) if the client can't be
    /// built: the platform's TLS roots can't be loaded, say.
    pub fn prepare(&self, uri: &Uri) -> Result<(), TransportError> {
        let target = self.last_target.of(uri)?;
        self.clients.for_target(&target).map(|_| ())
    }
}

#[cfg(feature = "reqwest")]
impl Default for ReqwestTransport {
    fn default() -> Self {
        Self::new()
    }
}

/// Two clients, each built when it is first needed.
#[derive(Debug)]
pub(super) struct OwnClients {
    tls: Tls,
    /// For plain HTTP to loopback: without a proxy, and without loading the platform's roots.
    local: OnceLock<Client>,
    /// For everything else.
    full: OnceLock<Client>,
}

impl OwnClients {
    pub(super) fn for_target(&self, target: &Target) -> Result<&Client, TransportError> {
        if target.is_local {
            // Trusting no root at all spares loading them; nothing here speaks TLS.
            let local = |builder: ClientBuilder| builder.no_proxy().tls_certs_only([]);
            self.get_or_build(&self.local, local)
        } else {
            self.get_or_build(&self.full, |builder| builder)
        }
    }

    fn get_or_build<'c>(
        &self,
        cell: &'c OnceLock<Client>,
        finish: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<&'c Client, TransportError> {
        if let Some(client) = cell.get() {
            return Ok(client);
        }
        // What other crates turn on in reqwest is turned off again: nothing is asked for or decoded
        // that the caller did not ask for.
        let builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .connect_timeout(CONNECT_TIMEOUT);
        #[cfg(not(feature = "http2"))]
        let builder = builder.http1_only();
        let client = finish(self.tls.set(builder)).build();
        let client = client.map_err(classify::unsent)?;
        Ok(cell.get_or_init(|| client))
    }
}
