//! A client without any HTTP.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

use glean_testkit::wire::{Connection, End, Script, WireServer};

/// A server that plays `script` on each connection.
pub(crate) fn server(script: Script) -> WireServer {
    WireServer::start([script]).unwrap()
}

pub(crate) fn connect(server: &WireServer) -> TcpStream {
    TcpStream::connect(server.address()).unwrap()
}

/// Connects and sends `bytes`.
pub(crate) fn send(server: &WireServer, bytes: impl AsRef<[u8]>) -> TcpStream {
    let mut client = connect(server);
    client.write_all(bytes.as_ref()).unwrap();
    client
}

/// Reads until the server sends FIN.
pub(crate) fn read_to_fin(client: &mut TcpStream) -> String {
    let mut read = String::new();
    client.read_to_string(&mut read).unwrap();
    read
}

/// Reads until the server resets the connection; gives what came before.
pub(crate) fn read_to_reset(client: &mut TcpStream) -> Vec<u8> {
    let mut read = Vec::new();
    let error = client.read_to_end(&mut read).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    read
}

/// Blocks until `predicate` holds.
pub(crate) fn wait_until(
    server: &WireServer,
    predicate: impl FnMut(&[Connection]) -> bool,
) -> Vec<Connection> {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(server.wait_until(predicate))
}

/// Blocks until the first connection has ended.
pub(crate) fn first_ended(server: &WireServer) -> (Connection, End) {
    let connections = wait_until(server, |all| {
        all.first().is_some_and(|first| first.end.is_some())
    });
    let first = connections[0].clone();
    let end = first.end.unwrap();
    (first, end)
}
