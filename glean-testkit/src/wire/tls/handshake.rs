use std::sync::Arc;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::Identity;
use crate::stream::Stream;
use crate::wire::End;

impl Stream for TlsStream<TcpStream> {
    fn socket(&self) -> &TcpStream {
        self.get_ref().0
    }
}

impl Identity {
    /// Makes a socket speak TLS.
    pub(crate) async fn shake_hands(&self, socket: TcpStream) -> Result<TlsStream<TcpStream>, End> {
        let acceptor = TlsAcceptor::from(Arc::clone(&self.config));
        match acceptor.accept(socket).into_fallible().await {
            Ok(stream) => Ok(stream),
            Err((_, mut socket)) => {
                // Closing while something lies there unread would reset the connection, and the
                // alert that says why might be lost.
                let _ = socket.shutdown().await;
                let _ = tokio::io::copy(&mut socket, &mut tokio::io::sink()).await;
                Err(End::HandshakeFailed)
            }
        }
    }
}
