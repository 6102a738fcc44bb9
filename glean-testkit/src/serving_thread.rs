use std::io;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpListener};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::oneshot;

/// A free port of 127.0.0.1.
pub(crate) const FREE_PORT: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0));

/// How long to wait when the system has no room for another connection.
const PAUSE: Duration = Duration::from_millis(10);

/// A thread that serves a port, so that a server needs no runtime and nobody's blocking
/// blocks it.
///
/// Dropping it closes the port and all connections, and waits until they are.
pub(crate) struct ServingThread {
    address: SocketAddr,
    /// The thread ends when this is dropped.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ServingThread {
    /// Starts a thread named after `kind` and the port that it listens on. Each connection is given to `serve` in the order
    /// of acceptance, and what that gives runs as a task.
    pub(crate) fn start<F>(
        kind: &str,
        address: SocketAddr,
        serve: impl Fn(TcpStream, SocketAddr) -> F + Send + 'static,
    ) -> io::Result<Self>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let (ready, is_ready) = mpsc::sync_channel(1);
        let thread = thread::Builder::new()
            .name(format!("{kind}-{}", address.port()))
            .spawn(move || run(listener, serve, stopped, &ready))?;
        let this = Self {
            address,
            stop: Some(stop),
            thread: Some(thread),
        };
        is_ready.recv().map_err(io::Error::other)??;
        Ok(this)
    }

    /// Gives the address that it listens on.
    #[cfg(feature = "wire")]
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Gives scheme, host and port; under TLS the host is a name, as certificates have one.
    pub(crate) fn origin(&self, is_tls: bool) -> String {
        if is_tls {
            format!("https://localhost:{}", self.address.port())
        } else {
            format!("http://{}", self.address)
        }
    }

    /// Stops the thread, as dropping it does.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic there was printed there.
            let _ = thread.join();
        }
    }
}

impl Drop for ServingThread {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Serves on this thread until `stopped`; what is open then is closed with the runtime.
fn run<F>(
    listener: TcpListener,
    serve: impl Fn(TcpStream, SocketAddr) -> F,
    stopped: oneshot::Receiver<()>,
    ready: &mpsc::SyncSender<io::Result<()>>,
) where
    F: Future<Output = ()> + Send + 'static,
{
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
            () = accept(listener, serve) => {}
        }
    });
}

/// Takes connections; never ends.
async fn accept<F>(listener: tokio::net::TcpListener, serve: impl Fn(TcpStream, SocketAddr) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => drop(tokio::spawn(serve(socket, peer))),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
