use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::connection::serve;
use super::service::Service;
use crate::fake::Shared;

/// How long to wait when the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(10);

/// A server on a thread of its own, so that it needs no runtime and nobody's blocking blocks it.
pub(crate) struct Server {
    origin: String,
    /// The thread ends when this is dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server on a free loopback port.
    pub(crate) fn start(
        shared: Arc<Shared>,
        #[cfg(feature = "wiremock")] route: crate::carrier::wiremock_0_6::Route,
        #[cfg(feature = "tls")] identity: Option<crate::wire::tls::Identity>,
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
        let acceptor = Acceptor {
            service: Service::new(
                shared,
                #[cfg(feature = "wiremock")]
                route,
            ),
            #[cfg(feature = "tls")]
            identity,
        };
        let (stop, stopped) = oneshot::channel();
        let (ready, is_ready) = mpsc::sync_channel(1);
        let thread = thread::Builder::new()
            .name(format!("glean-{}", address.port()))
            .spawn(move || run(listener, acceptor, stopped, &ready))?;
        let server = Self {
            origin,
            stop: Some(stop),
            thread: Some(thread),
        };
        is_ready.recv().map_err(io::Error::other)??;
        Ok(server)
    }

    /// Gives scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Stops the server: its port refuses connections, and those that it had are closed.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic there was printed there.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
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

/// Takes connections.
struct Acceptor {
    service: Service,
    #[cfg(feature = "tls")]
    identity: Option<crate::wire::tls::Identity>,
}

impl Acceptor {
    /// Never ends.
    async fn accept(self, listener: tokio::net::TcpListener) {
        let this = Arc::new(self);
        loop {
            match listener.accept().await {
                Ok((socket, peer)) => drop(tokio::spawn(Arc::clone(&this).serve(socket, peer))),
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    async fn serve(self: Arc<Self>, socket: TcpStream, peer: SocketAddr) {
        // Without it a drip would wait for acknowledgements, and come in lumps.
        if socket.set_nodelay(true).is_err() {
            return;
        }
        #[cfg(feature = "tls")]
        if let Some(identity) = &self.identity {
            if let Ok(stream) = identity.shake_hands(socket).await {
                serve(stream, peer.ip(), self.service.clone()).await;
            }
            return;
        }
        serve(socket, peer.ip(), self.service.clone()).await;
    }
}
