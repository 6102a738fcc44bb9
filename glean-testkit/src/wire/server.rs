use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use super::accept::Acceptor;
use super::recorder::Connections;
use super::{Connection, Script, WireServerBuilder};
use crate::serving_thread::{FREE_PORT, ServingThread};

/// A server on a loopback socket that plays scripts of bytes and faults; see the
/// [module](super).
///
/// It runs on a thread of its own, so it needs no runtime, and a client that blocks the test's
/// thread can't block it. Dropping it closes its port and all its connections at once.
///
/// `Debug` shows the URL and what was seen of each connection, without the bytes.
pub struct WireServer {
    origin: String,
    connections: Arc<Connections>,
    thread: ServingThread,
}

impl WireServer {
    /// Starts a server without TLS on a free loopback port.
    ///
    /// The first connection plays the first script, the second the second, and those beyond the last
    /// script play the last again. Without any script, connections are closed at once.
    ///
    /// # Errors
    ///
    /// Returns the system's error if it gives no port or no thread.
    pub fn start(scripts: impl IntoIterator<Item = Script>) -> io::Result<Self> {
        Self::builder().start(scripts)
    }

    /// Configures a server.
    pub fn builder() -> WireServerBuilder {
        WireServerBuilder::default()
    }

    /// Gives the address that it listens on, on 127.0.0.1.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.thread.address()
    }

    /// Gives the URL of `path`, which begins with a slash.
    ///
    /// The host is `127.0.0.1`, or `localhost` under TLS.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Copies what was seen of each connection so far, in the order of their acceptance.
    #[must_use]
    pub fn connections(&self) -> Vec<Connection> {
        self.connections.borrow().clone()
    }

    /// Waits until `predicate` holds for the connections, and gives them.
    ///
    /// It waits as long as that takes, so a test that may fail here wants a time-out around it. It
    /// needs no particular runtime.
    pub async fn wait_until(
        &self,
        mut predicate: impl FnMut(&[Connection]) -> bool,
    ) -> Vec<Connection> {
        let mut changes = self.connections.subscribe();
        loop {
            // A copy, so that a slow predicate does not hold up the server.
            let connections = changes.borrow_and_update().clone();
            if predicate(&connections) {
                return connections;
            }
            // The sender lives as long as `self` is borrowed, so this does not fail.
            let _ = changes.changed().await;
        }
    }

    pub(super) fn launch(
        scripts: Vec<Script>,
        #[cfg(feature = "tls")] identity: Option<super::tls::Identity>,
    ) -> io::Result<Self> {
        #[cfg(feature = "tls")]
        let is_tls = identity.is_some();
        #[cfg(not(feature = "tls"))]
        let is_tls = false;
        let connections = Arc::new(Connections::new(Vec::new()));
        let acceptor = Arc::new(Acceptor {
            scripts: scripts.into(),
            connections: Arc::clone(&connections),
            #[cfg(feature = "tls")]
            identity,
        });
        let thread = ServingThread::start("wire", FREE_PORT, move |socket, _| {
            Arc::clone(&acceptor).accepted(socket)
        })?;
        Ok(Self {
            origin: thread.origin(is_tls),
            connections,
            thread,
        })
    }
}

impl fmt::Debug for WireServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WireServer")
            .field("url", &self.origin)
            .field("connections", &self.connections())
            .finish()
    }
}
