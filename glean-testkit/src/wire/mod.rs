//! A server on a loopback socket that plays scripts of bytes and faults, byte by byte.
//!
//! It is for testing HTTP clients, of any library and in any language, on what real servers and
//! networks do to them: half a head, a body cut short, a reset in the middle of a request, a reply
//! that comes a byte at a time, or never. A [`WireServer`] plays one [`Script`] for each connection
//! and keeps what it has seen of it, a [`Connection`]. A [`Gate`] lets a test say when a script goes
//! on. For connecting that fails there is a [`ClosedPort`], and for connecting that hangs a
//! [`BlackHole`].
//!
//! It is *not* an HTTP server: it finds the end of an HTTP/1 request and knows no more. It routes
//! nothing, checks nothing, adds nothing to what a script writes, and speaks no HTTP/2. It reaches
//! no further than this machine, so it loses and reorders no packets.
//!
//! ```
//! use std::io::{Read, Write};
//! use std::net::TcpStream;
//! use glean_testkit::wire::{Script, WireServer};
//!
//! # fn main() -> std::io::Result<()> {
//! let reply = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
//! let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
//!
//! let mut client = TcpStream::connect(server.address())?;
//! client.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")?;
//! let mut read = String::new();
//! client.read_to_string(&mut read)?;
//!
//! assert_eq!(read, reply);
//! let request = &server.connections()[0].requests[0];
//! assert!(request.starts_with(b"GET / HTTP/1.1\r\n"));
//! # Ok(())
//! # }
//! ```
//!
//! # Recipes
//!
//! ```
//! use std::time::Duration;
//! use glean_testkit::wire::{Gate, Script};
//!
//! # let go = Gate::new();
//! # let recipes = [
//! // Reset before the request is read, and after.
//! Script::new().reset(),
//! Script::new().read_request().reset(),
//! // Reset while the client still sends the body.
//! Script::new().read_head().reset(),
//! // FIN instead of a reply, and in the middle of the head.
//! Script::new().read_request().fin(),
//! Script::new().read_request().write("HTTP/1.1 200 OK\r\nconte").fin(),
//! // A body that is cut short, by FIN or by a reset.
//! Script::new().read_request().write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\ncut").fin(),
//! Script::new().read_request().write("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\ncut").reset(),
//! // No reply, and no more than its first bytes, until the client closes the connection.
//! Script::new().stall(),
//! Script::new().read_request().write("HTTP/1.1 200").stall(),
//! // A body that comes a byte a second.
//! Script::new()
//!     .read_request()
//!     .write("HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n")
//!     .drip("slow", Duration::from_secs(1)),
//! // A reply when the test says so, by `go.open()`.
//! Script::new().read_request().wait_for(&go).write("HTTP/1.1 204 No Content\r\n\r\n"),
//! // A reply before the request.
//! Script::new().write("HTTP/1.1 408 Request Timeout\r\n\r\n").read_request(),
//! // A reply and then a second one that nobody asked for.
//! Script::new().read_request().write("HTTP/1.1 204 No Content\r\n\r\n".repeat(2)),
//! // Garbage.
//! Script::new().read_request().write([0, 159, 146, 150, 255]),
//! // An oversized head.
//! Script::new().read_request().write(format!("HTTP/1.1 200 OK\r\nx: {}", "x".repeat(1 << 20))),
//! // A kept connection, which is reset instead of the third reply.
//! Script::new()
//!     .read_request()
//!     .write("HTTP/1.1 204 No Content\r\n\r\n")
//!     .read_request()
//!     .write("HTTP/1.1 204 No Content\r\n\r\n")
//!     .read_request()
//!     .reset(),
//! # ];
//! # assert_eq!(recipes.len(), 16);
//! ```
//!
//! With the feature `tls` a server speaks TLS: `WireServer::builder().tls(authority.trusted())`; the
//! module `tls` tells of certificates that a client must refuse, and
//! `.fin_without_close_notify()` ends a reply as an attacker would. A handshake that hangs, breaks or
//! is answered with garbage takes no TLS at all: any of the scripts above, and `https://` before the
//! server's address.

mod accept;
mod black_hole;
mod builder;
mod closed_port;
mod connection;
mod framing;
mod gate;
mod play;
mod recorder;
mod script;
mod server;
#[cfg(feature = "tls")]
#[cfg_attr(docsrs, doc(cfg(feature = "tls")))]
pub mod tls;

pub use black_hole::BlackHole;
pub use builder::WireServerBuilder;
pub use closed_port::ClosedPort;
pub use connection::{Connection, End};
pub use gate::Gate;
pub use script::Script;
pub use server::WireServer;
