use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};

use tokio::net::TcpSocket;

/// A listener that no one may call.
pub(crate) struct Untouched(TcpListener);

impl Untouched {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self(listener)
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.0.local_addr().unwrap())
    }

    /// Panics if anyone connected; the kernel keeps who did until it is asked.
    pub(crate) fn assert_untouched(&self, name: &str) {
        let accepted = self.0.accept().map(|_| ());
        let kind = accepted.map_err(|error| error.kind());
        assert_eq!(kind, Err(ErrorKind::WouldBlock), "{name}: was called");
    }
}

/// A port that is taken, so that no other test gets it, and on which nobody listens.
pub(crate) struct Unlistening {
    address: SocketAddr,
    _socket: TcpSocket,
}

impl Unlistening {
    pub(crate) fn bind() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self {
            address: socket.local_addr().unwrap(),
            _socket: socket,
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}
