use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpStream;

use super::connection::serve;
use super::service::Service;
use crate::fake::Shared;
use crate::serving_thread::ServingThread;

/// A server on a thread of its own.
pub(crate) struct Server {
    origin: String,
    thread: ServingThread,
}

impl Server {
    /// Starts a server.
    pub(crate) fn start(
        address: SocketAddr,
        shared: Arc<Shared>,
        #[cfg(feature = "wiremock")] route: crate::carrier::wiremock_0_6::Route,
        #[cfg(feature = "tls")] identity: Option<crate::wire::tls::Identity>,
    ) -> io::Result<Self> {
        #[cfg(feature = "tls")]
        let is_tls = identity.is_some();
        #[cfg(not(feature = "tls"))]
        let is_tls = false;
        let front = Arc::new(Front {
            service: Service::new(
                shared,
                #[cfg(feature = "wiremock")]
                route,
            ),
            #[cfg(feature = "tls")]
            identity,
        });
        let thread = ServingThread::start("glean", address, move |socket, peer| {
            Arc::clone(&front).serve(socket, peer)
        })?;
        Ok(Self {
            origin: thread.origin(is_tls),
            thread,
        })
    }

    /// Gives scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Stops the server: its port refuses connections, and those that it had are closed.
    pub(crate) fn stop(&mut self) {
        self.thread.stop();
    }
}

/// What serves the connections.
struct Front {
    service: Service,
    #[cfg(feature = "tls")]
    identity: Option<crate::wire::tls::Identity>,
}

impl Front {
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
