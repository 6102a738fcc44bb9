use std::io::{ErrorKind, Read, Write};
use std::time::Duration;

use glean_testkit::wire::{End, Gate, Script};

use super::client::{connect, first_ended, read_to_fin, send, server, wait_until};

const HOUR: Duration = Duration::from_secs(3_600);

#[test]
fn bytes_are_written_as_they_are() {
    let bytes: Vec<u8> = (0..=255).collect();
    let server = server(Script::new().write(&bytes).write(b"\r\n\0").write(""));

    let mut read = Vec::new();
    connect(&server).read_to_end(&mut read).unwrap();

    assert_eq!(read, [&bytes[..], b"\r\n\0"].concat());
}

#[test]
fn a_reply_may_come_before_the_request() {
    let server = server(Script::new().write("early").read_request());
    let mut client = connect(&server);

    let mut read = [0; 5];
    client.read_exact(&mut read).unwrap();

    assert_eq!(&read, b"early");
    assert!(server.connections()[0].received.is_empty());
}

#[test]
fn a_drip_is_whole_in_the_end() {
    let server = server(Script::new().drip("drip", Duration::ZERO));

    assert_eq!(read_to_fin(&mut connect(&server)), "drip");
}

#[test]
fn a_drip_comes_byte_by_byte() {
    let server = server(Script::new().drip("drip", HOUR));
    let mut client = connect(&server);

    let mut buffer = [0; 64];
    let read = client.read(&mut buffer).unwrap();

    assert_eq!(&buffer[..read], b"d");
}

#[test]
fn a_drip_ends_when_the_peer_closes() {
    let server = server(Script::new().drip("drip", HOUR));
    let mut client = connect(&server);
    client.read_exact(&mut [0]).unwrap();

    drop(client);

    let (_, end) = first_ended(&server);
    assert_eq!(end, End::PeerClosed);
}

#[test]
fn a_drip_of_what_nobody_reads_ends_with_the_peers_reset() {
    let script = Script::new()
        .read_bytes(1)
        .drip("drip", Duration::ZERO)
        .repeat();
    let server = server(script);
    // More than the script takes, so that what is unread keeps it from looking for the close.
    let client = send(&server, "0123456789".repeat(1_000));

    drop(client);

    let (_, end) = first_ended(&server);
    assert_eq!(end, End::PeerReset);
}

#[test]
fn a_gate_holds_the_script_up_until_it_is_open() {
    let gate = Gate::new();
    let server = server(Script::new().read_head().wait_for(&gate).write("late"));
    let mut client = send(&server, "GET / HTTP/1.1\r\n\r\n");
    wait_until(&server, |all| {
        all.first().is_some_and(|first| !first.requests.is_empty())
    });
    client.set_nonblocking(true).unwrap();
    let early = client.read(&mut [0; 8]).unwrap_err();
    assert_eq!(early.kind(), ErrorKind::WouldBlock);

    gate.open();

    client.set_nonblocking(false).unwrap();
    assert_eq!(read_to_fin(&mut client), "late");
}

#[test]
fn a_gate_that_is_open_stays_open() {
    let gate = Gate::new();
    gate.clone().open();
    let server = server(Script::new().wait_for(&gate).wait_for(&gate).write("on"));

    for _ in 0..2 {
        assert_eq!(read_to_fin(&mut connect(&server)), "on");
    }
}

#[test]
fn what_comes_while_a_gate_is_closed_is_read_afterwards() {
    let gate = Gate::new();
    let server = server(Script::new().wait_for(&gate).read_request().write("read"));
    let mut client = send(&server, "GET / HTTP/1.1\r\n\r\n");
    wait_until(&server, |all| {
        all.first().is_some_and(|first| !first.received.is_empty())
    });

    gate.open();

    assert_eq!(read_to_fin(&mut client), "read");
}

#[test]
fn a_peer_that_sends_without_end_is_held_up_by_a_gate() {
    let server = server(Script::new().read_head().wait_for(&Gate::new()));
    let mut client = send(&server, "POST / HTTP/1.1\r\n\r\n");
    wait_until(&server, |all| {
        all.first().is_some_and(|first| !first.requests.is_empty())
    });
    client.set_nonblocking(true).unwrap();

    // Blocks for good once the buffers of both sides are full, which are some megabytes.
    let mut sent = 0;
    let mut blocked = 0;
    while blocked < 1_000 {
        match client.write(&[0; 1 << 16]) {
            Ok(count) => (sent, blocked) = (sent + count, 0),
            Err(_) => (blocked, _) = (blocked + 1, std::thread::yield_now()),
        }
    }

    assert!(sent > 0);
    assert!(server.connections()[0].received.len() <= 1 << 16);
}

#[test]
fn a_closed_gate_does_not_hide_that_the_peer_has_closed() {
    let server = server(Script::new().read_head().wait_for(&Gate::new()));

    drop(send(&server, "GET / HTTP/1.1\r\n\r\n"));

    let (_, end) = first_ended(&server);
    assert_eq!(end, End::PeerClosed);
}
