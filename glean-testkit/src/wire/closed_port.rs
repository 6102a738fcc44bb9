use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use socket2::{Domain, Socket, Type};

/// A loopback port that refuses connections for as long as this is held.
///
/// The port is bound, so that no other program gets it meanwhile, and nobody listens there.
///
/// ```
/// use std::io::ErrorKind;
/// use std::net::TcpStream;
/// use glean_testkit::wire::ClosedPort;
///
/// # fn main() -> std::io::Result<()> {
/// let port = ClosedPort::new()?;
/// let refused = TcpStream::connect(port.address()).unwrap_err();
/// assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
/// # Ok(())
/// # }
/// ```
pub struct ClosedPort {
    address: SocketAddr,
    _bound: Socket,
}

impl ClosedPort {
    /// Takes a free port.
    ///
    /// # Errors
    ///
    /// Returns the system's error if it gives no socket or no port.
    pub fn new() -> io::Result<Self> {
        let (bound, address) = bind()?;
        Ok(Self {
            address,
            _bound: bound,
        })
    }

    /// Gives the address that refuses.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl fmt::Debug for ClosedPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClosedPort")
            .field("address", &self.address)
            .finish()
    }
}

/// Takes a free loopback port without listening there.
pub(super) fn bind() -> io::Result<(Socket, SocketAddr)> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into())?;
    let address = socket
        .local_addr()?
        .as_socket()
        .ok_or(io::ErrorKind::AddrNotAvailable)?;
    Ok((socket, address))
}
