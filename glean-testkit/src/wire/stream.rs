use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

/// What a script is played on: a socket, or TLS over one.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    /// Gives the socket below.
    fn socket(&self) -> &TcpStream;
}

impl Stream for TcpStream {
    fn socket(&self) -> &TcpStream {
        self
    }
}
