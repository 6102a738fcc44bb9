use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpStream};

use socket2::{Domain, Socket, Type};

use super::closed_port;

/// How many connections are begun beyond the one that fills the queue.
const BEYOND: usize = 3;

/// A loopback address where connecting neither succeeds nor fails, for a client's connect time-out.
///
/// It listens with the shortest queue of connections that the system allows, fills that queue with
/// connections of its own, and takes none out.
///
/// What becomes of further ones **depends on the platform**. Linux drops their first packet, so that
/// connecting hangs until the client gives up, or the system does after about two minutes. Other
/// systems have longer queues, or refuse when they are full: make tests that need this
/// `#[cfg(target_os = "linux")]`.
pub struct BlackHole {
    address: SocketAddr,
    _listener: Socket,
    _queue: Vec<Socket>,
}

impl BlackHole {
    /// Takes a free port and fills its queue.
    ///
    /// # Errors
    ///
    /// Returns the system's error if it gives no socket or no port.
    pub fn new() -> io::Result<Self> {
        let (listener, address) = closed_port::bind()?;
        listener.listen(0)?;
        let mut queue = vec![Socket::from(TcpStream::connect(address)?)];
        // The first may be connected a moment before it stands in the queue. These take the room
        // that there may be in that moment, and hang like any other afterwards.
        for _ in 0..BEYOND {
            queue.push(begin_to_connect(address)?);
        }
        Ok(Self {
            address,
            _listener: listener,
            _queue: queue,
        })
    }

    /// Gives the address that does not answer.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl fmt::Debug for BlackHole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BlackHole")
            .field("address", &self.address)
            .finish()
    }
}

fn begin_to_connect(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    // It reports that it is under way, or refused where the queue's being full is answered so.
    let _ = socket.connect(&address.into());
    Ok(socket)
}
