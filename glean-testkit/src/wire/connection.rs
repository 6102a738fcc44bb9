use std::fmt;
use std::io;

use bytes::{Bytes, BytesMut};

/// What a server has seen of one connection.
///
/// `Debug` shows lengths, not bytes: a request holds credentials.
#[derive(Clone, Default)]
#[non_exhaustive]
pub struct Connection {
    /// All that the peer has sent and the server has read so far; under TLS, the plain text.
    pub received: Bytes,
    /// What each read step has read that came to its end, byte by byte: a request, a head, or so
    /// many bytes.
    pub requests: Vec<Bytes>,
    /// How the connection ended; `None` while it lasts.
    pub end: Option<End>,
}

impl Connection {
    /// Copies what was received before only if a snapshot still holds it.
    pub(super) fn receive(&mut self, bytes: &[u8]) {
        let mut received = BytesMut::from(std::mem::take(&mut self.received));
        received.extend_from_slice(bytes);
        self.received = received.freeze();
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("received_length", &self.received.len())
            .field(
                "request_lengths",
                &self.requests.iter().map(Bytes::len).collect::<Vec<_>>(),
            )
            .field("end", &self.end)
            .finish()
    }
}

/// How a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum End {
    /// The peer closed it while a step was reading or waiting.
    PeerClosed,
    /// The peer reset it before the script was at its end.
    ///
    /// A peer that closes its socket while bytes lie there unread resets the connection, whether it
    /// means to or not.
    PeerReset,
    /// The script closed it, and then the peer did.
    Finished,
    /// The script reset it.
    Reset,
    /// A TLS handshake failed: the peer did not trust the certificate, say, or spoke no TLS.
    HandshakeFailed,
    /// `read_request` could not tell where the request ends: a length or a chunk is malformed.
    Malformed,
    /// Reading or writing failed in another way.
    Failed(io::ErrorKind),
}

impl End {
    /// Says what an error of the socket or of TLS means for the connection.
    pub(super) fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe => Self::PeerReset,
            // Under TLS: the peer closed without saying goodbye.
            io::ErrorKind::UnexpectedEof => Self::PeerClosed,
            other => Self::Failed(other),
        }
    }
}
