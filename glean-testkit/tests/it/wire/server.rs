use std::io::{self, ErrorKind, Read};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};

use glean_testkit::wire::{Script, WireServer};
use socket2::{Domain, Socket, Type};

use super::client::{connect, read_to_fin, send, server};
use crate::call::ready;

#[test]
fn a_server_listens_on_loopback_and_says_where() {
    let server = server(Script::new());

    assert_eq!(server.address().ip(), Ipv4Addr::LOCALHOST);
    assert_eq!(
        server.url("/x?y"),
        format!("http://127.0.0.1:{}/x?y", server.address().port())
    );
}

#[test]
fn a_dropped_server_refuses_connections() {
    // Another test may be given the port meanwhile, though hardly each time.
    let port = (0..10).find_map(|_| {
        let server = server(Script::new().stall());
        let address = server.address();
        connect(&server);
        drop(server);
        hold(address).ok()
    });

    let port = port.expect("the port was still taken");
    let address = port.local_addr().unwrap().as_socket().unwrap();
    let refused = TcpStream::connect(address).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
}

/// Takes a port unless somebody listens there, so that nobody else gets it.
fn hold(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
    // Closed connections linger on the port.
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    Ok(socket)
}

#[test]
fn a_dropped_server_closes_its_connections() {
    let server = server(Script::new().write("open").stall());
    let mut client = connect(&server);
    client.read_exact(&mut [0; 4]).unwrap();

    drop(server);

    assert_eq!(read_to_fin(&mut client), "");
}

#[tokio::test]
async fn a_client_that_blocks_the_tests_runtime_does_not_block_the_server() {
    let server = server(Script::new().read_request().write("ok"));

    let mut client = send(&server, "GET / HTTP/1.1\r\n\r\n");

    assert_eq!(read_to_fin(&mut client), "ok");
}

#[tokio::test]
async fn a_server_may_be_dropped_within_a_runtime() {
    let server = server(Script::new().stall());
    let mut client = send(&server, "unread");

    drop(server);

    let _ = client.read(&mut [0]);
}

#[test]
fn a_wait_for_what_holds_already_is_over_at_once() {
    let server = server(Script::new());

    let connections = ready(server.wait_until(<[_]>::is_empty));

    assert!(connections.is_empty());
}

#[tokio::test]
async fn a_predicate_may_look_at_the_server() {
    let server = server(Script::new().stall());
    let _client = connect(&server);

    let seen = server
        .wait_until(|all| !all.is_empty() && server.connections().len() == all.len())
        .await;

    assert_eq!(seen.len(), 1);
}

#[test]
fn a_hundred_servers_at_once_leave_no_thread_behind() {
    let servers: Vec<_> = (0..100)
        .map(|_| server(Script::new().write("up").stall()))
        .collect();
    let clients: Vec<_> = servers.iter().map(connect).collect();
    for mut client in &clients {
        client.read_exact(&mut [0; 2]).unwrap();
    }
    let names: Vec<_> = servers.iter().map(thread_name).collect();
    #[cfg(target_os = "linux")]
    assert_eq!(threads::alive(&names), 100);

    drop(servers);

    #[cfg(target_os = "linux")]
    threads::wait_until_gone(&names);
    #[cfg(not(target_os = "linux"))]
    drop(names);
}

/// A server's thread is named for its port, which tells those of this test from others'.
fn thread_name(server: &WireServer) -> String {
    format!("wire-{}", server.address().port())
}

#[cfg(target_os = "linux")]
mod threads {
    use std::fs;

    pub(super) fn alive(names: &[String]) -> usize {
        let tasks = fs::read_dir("/proc/self/task").unwrap();
        tasks
            .filter_map(|task| fs::read_to_string(task.unwrap().path().join("comm")).ok())
            .filter(|comm| names.iter().any(|name| name == comm.trim_end()))
            .count()
    }

    /// The kernel lists a thread for a moment after it was joined.
    pub(super) fn wait_until_gone(names: &[String]) {
        for _ in 0..10_000 {
            if alive(names) == 0 {
                return;
            }
            std::thread::yield_now();
        }
        panic!("{} threads are left", alive(names));
    }
}
