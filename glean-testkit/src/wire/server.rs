use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::accept::Acceptor;
use super::recorder::Connections;
use super::{Connection, Script, WireServerBuilder};

/// A server on a loopback socket that plays scripts of bytes and faults; see the
/// [module](super).
///
/// It runs on a thread of its own, so it needs no runtime, and a client that blocks the test's
/// thread can't block it. Dropping it closes its port and all its connections at once.
///
/// `Debug` shows the URL and what was seen of each connection, without the bytes.
pub struct WireServer {
    address: SocketAddr,
    origin: String,
    connections: Arc<Connections>,
    /// The thread ends when this is dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
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
        self.address
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
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        #[cfg(feature = "tls")]
        let tls = identity.is_some();
        #[cfg(not(feature = "tls"))]
        let tls = false;
        let origin = if tls {
            format!("https://localhost:{}", address.port())
        } else {
            format!("http://{address}")
        };

        let connections = Arc::new(Connections::new(Vec::new()));
        let acceptor = Acceptor {
            scripts: scripts.into(),
            connections: Arc::clone(&connections),
            #[cfg(feature = "tls")]
            identity,
        };
        let (stop, stopped) = oneshot::channel();
        let (ready, is_ready) = mpsc::sync_channel(1);
        let thread = thread::Builder::new()
            .name(format!("wire-{}", address.port()))
            .spawn(move || run(listener, acceptor, stopped, &ready))?;
        let server = Self {
            address,
            origin,
            connections,
            stop: Some(stop),
            thread: Some(thread),
        };
        is_ready.recv().map_err(io::Error::other)??;
        Ok(server)
    }
}

impl Drop for WireServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic there was printed there.
            let _ = thread.join();
        }
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

/// Serves on this thread until `stopped`; what is open then is closed with the runtime.
fn run(
    listener: TcpListener,
    acceptor: Acceptor,
    stopped: oneshot::Receiver<()>,
    ready: &mpsc::SyncSender<io::Result<()>>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = ready.send(Err(error));
            return;
        }
    };
    runtime.block_on(async {
        let listener = match tokio::net::TcpListener::from_std(listener) {
            Ok(listener) => listener,
            Err(error) => {
                let _ = ready.send(Err(error));
                return;
            }
        };
        let _ = ready.send(Ok(()));
        tokio::select! {
            _ = stopped => {}
            () = acceptor.accept(listener) => {}
        }
    });
}
