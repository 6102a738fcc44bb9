use std::io;

use super::{Script, WireServer};

/// Configures a [`WireServer`]; made by [`WireServer::builder`].
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until it is started"]
pub struct WireServerBuilder {
    #[cfg(feature = "tls")]
    identity: Option<super::tls::Identity>,
}

impl WireServerBuilder {
    /// Speaks TLS, and shows clients this identity: plain TCP unless set.
    #[cfg(feature = "tls")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
    pub fn tls(mut self, identity: super::tls::Identity) -> Self {
        self.identity = Some(identity);
        self
    }

    /// Starts a server on a free loopback port; see [`WireServer::start`].
    ///
    /// # Errors
    ///
    /// Returns the system's error if it gives no port or no thread.
    pub fn start(self, scripts: impl IntoIterator<Item = Script>) -> io::Result<WireServer> {
        WireServer::launch(
            scripts.into_iter().collect(),
            #[cfg(feature = "tls")]
            self.identity,
        )
    }
}
