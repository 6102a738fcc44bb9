//! The server of bytes and faults, seen from raw sockets.

mod addresses;
mod client;
mod ends;
mod reads;
mod scripts;
mod server;
#[cfg(feature = "tls")]
mod tls;
mod writes;
