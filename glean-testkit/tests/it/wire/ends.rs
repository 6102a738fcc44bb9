use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};

use glean_testkit::wire::{End, Gate, Script};
use socket2::SockRef;

use super::client::{connect, first_ended, read_to_fin, read_to_reset, send, server, wait_until};

#[test]
fn a_fin_is_seen_as_the_end_and_the_connection_lasts_until_the_peer_closes_too() {
    let server = server(Script::new().write("bye").fin());
    let mut client = connect(&server);
    assert_eq!(read_to_fin(&mut client), "bye");
    client.write_all(b"late").unwrap();
    wait_until(&server, |all| all[0].received == "late");
    assert_eq!(server.connections()[0].end, None);

    drop(client);

    let (connection, end) = first_ended(&server);
    assert_eq!(end, End::Finished);
    assert_eq!(connection.received, "late");
}

#[test]
fn a_script_at_its_end_sends_fin() {
    let server = server(Script::new());

    let mut client = connect(&server);
    assert_eq!(read_to_fin(&mut client), "");
    drop(client);

    assert_eq!(first_ended(&server).1, End::Finished);
}

#[test]
fn a_reset_may_come_before_the_request_is_read() {
    let server = server(Script::new().reset());

    // It may come even before connecting has returned.
    match TcpStream::connect(server.address()) {
        Ok(mut client) => assert!(read_to_reset(&mut client).is_empty()),
        Err(error) => assert_eq!(error.kind(), ErrorKind::ConnectionReset),
    }

    let (connection, end) = first_ended(&server);
    assert_eq!(end, End::Reset);
    assert!(connection.received.is_empty());
}

#[test]
fn a_reset_may_come_after_the_request_is_read() {
    let request = "GET / HTTP/1.1\r\n\r\n";
    let server = server(Script::new().read_request().reset());
    let mut client = send(&server, request);

    assert!(read_to_reset(&mut client).is_empty());

    let (connection, end) = first_ended(&server);
    assert_eq!(end, End::Reset);
    assert_eq!(connection.requests, [request]);
}

#[test]
fn a_reset_may_come_in_the_middle_of_a_reply() {
    let gate = Gate::new();
    let server = server(Script::new().write("half").wait_for(&gate).reset());
    let mut client = connect(&server);
    let mut read = [0; 4];
    client.read_exact(&mut read).unwrap();
    assert_eq!(&read, b"half");

    gate.open();

    assert!(read_to_reset(&mut client).is_empty());
}

#[test]
fn a_reset_may_come_while_the_client_still_sends() {
    let server = server(Script::new().read_head().reset());
    let mut client = send(&server, "POST / HTTP/1.1\r\ncontent-length: 9\r\n\r\n");

    let error = loop {
        if let Err(error) = client.write_all(&[0; 1 << 16]) {
            break error;
        }
    };

    assert!(
        matches!(
            error.kind(),
            ErrorKind::ConnectionReset | ErrorKind::BrokenPipe
        ),
        "{error}"
    );
    assert_eq!(first_ended(&server).1, End::Reset);
}

#[test]
fn a_stall_lasts_until_the_peer_closes() {
    let server = server(Script::new().read_head().write("HTTP/1.1 200").stall());
    let mut client = send(&server, "GET / HTTP/1.1\r\n\r\n");
    client.read_exact(&mut [0; 12]).unwrap();
    client.write_all(b"more").unwrap();
    wait_until(&server, |all| all[0].received.ends_with(b"more"));
    assert_eq!(server.connections()[0].end, None);

    drop(client);

    let (connection, end) = first_ended(&server);
    assert_eq!(end, End::PeerClosed);
    assert_eq!(connection.received, "GET / HTTP/1.1\r\n\r\nmore");
}

#[test]
fn a_peer_that_resets_a_stalled_connection_is_told_from_one_that_closes_it() {
    let server = server(Script::new().stall());
    let client = connect(&server);
    let linger = Some(std::time::Duration::ZERO);
    SockRef::from(&client).set_linger(linger).unwrap();

    drop(client);

    assert_eq!(first_ended(&server).1, End::PeerReset);
}

#[test]
fn a_peer_that_closes_before_a_read_step_has_closed_the_connection() {
    let server = server(Script::new().read_request().write("never"));
    let mut client = connect(&server);

    client.shutdown(Shutdown::Write).unwrap();

    assert_eq!(read_to_fin(&mut client), "");
    assert_eq!(first_ended(&server).1, End::PeerClosed);
}
