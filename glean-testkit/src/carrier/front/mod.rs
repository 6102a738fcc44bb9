//! The fake on a loopback socket: an HTTP/1 server whose connections can be broken.

mod connection;
mod control;
mod head_scan;
mod link;
mod progress;
mod server;
mod service;

pub(crate) use server::Server;
