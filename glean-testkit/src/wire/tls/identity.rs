use std::fmt;
use std::io;
use std::sync::Arc;

use rcgen::{Certificate, KeyPair};
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::server::NoServerSessionStorage;

use super::certificate::{LOOPBACK, of_server};
use super::validity::Validity;

/// A certificate with its key: who a server claims to be.
///
/// Those with something that a client must refuse come from an [`Authority`](super::Authority).
#[derive(Clone)]
pub struct Identity {
    pub(super) config: Arc<ServerConfig>,
}

impl Identity {
    /// Makes an identity for `localhost`, `127.0.0.1` and `::1` that nobody has signed but itself, so
    /// that no client trusts it.
    ///
    /// # Errors
    ///
    /// Returns the error of the cryptography, if the system gives it no random numbers, say, or of a
    /// clock that is beyond the calendar.
    pub fn self_signed() -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = of_server(LOOPBACK, Validity::current()?)?
            .self_signed(&key)
            .map_err(io::Error::other)?;
        Self::new(&certificate, &key)
    }

    pub(super) fn new(certificate: &Certificate, key: &KeyPair) -> io::Result<Self> {
        let key = PrivatePkcs8KeyDer::from(key.serialize_der());
        // A provider of its own: the process's default is for the program under test to choose.
        let provider = Arc::new(aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(io::Error::other)?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key.into())
            .map_err(io::Error::other)?;
        // A session that is resumed shows no certificate. What is more, tickets that lie unread when a
        // client closes its socket would turn the close into a reset.
        config.send_tls13_tickets = 0;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        Ok(Self {
            config: Arc::new(config),
        })
    }
}

/// Shows nothing: a key is a secret.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").finish_non_exhaustive()
    }
}
