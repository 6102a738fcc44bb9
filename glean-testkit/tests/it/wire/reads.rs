use std::io::Write;
use std::net::Shutdown;

use glean_testkit::wire::{End, Script};

use super::client::{connect, first_ended, read_to_fin, send, server, wait_until};

const REQUEST: &str = "POST /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello";

#[test]
fn a_head_is_read_up_to_its_blank_line_and_no_further() {
    let server = server(Script::new().read_head().write("read").read_bytes(5));

    let mut client = send(&server, REQUEST);
    assert_eq!(read_to_fin(&mut client), "read");

    let connection = &server.connections()[0];
    let (head, body) = REQUEST.split_at(REQUEST.len() - 5);
    assert_eq!(connection.requests, [head, body]);
}

#[test]
fn a_request_is_read_to_the_end_of_its_body() {
    let server = server(Script::new().read_request().write("read"));

    let mut client = send(&server, REQUEST);
    assert_eq!(read_to_fin(&mut client), "read");
    drop(client);

    let (connection, end) = first_ended(&server);
    assert_eq!(connection.requests, [REQUEST]);
    assert_eq!(connection.received, REQUEST);
    assert_eq!(end, End::Finished);
}

#[test]
fn a_request_may_come_byte_by_byte() {
    let server = server(Script::new().read_request().write("read"));
    let mut client = connect(&server);
    client.set_nodelay(true).unwrap();

    for byte in REQUEST.as_bytes() {
        client.write_all(&[*byte]).unwrap();
    }
    assert_eq!(read_to_fin(&mut client), "read");

    assert_eq!(server.connections()[0].requests, [REQUEST]);
}

#[test]
fn a_chunked_request_is_read_to_the_end_of_its_trailers() {
    let request = "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n\
                   5\r\nhello\r\n0\r\ntrailer: 1\r\n\r\n";
    let server = server(Script::new().read_request().write("read"));

    let mut client = send(&server, request);
    assert_eq!(read_to_fin(&mut client), "read");

    assert_eq!(server.connections()[0].requests, [request]);
}

#[test]
fn requests_that_come_at_once_are_told_apart() {
    let server = server(Script::new().read_request().read_request());

    let client = send(&server, REQUEST.repeat(2));
    let connections = wait_until(&server, |all| {
        all.first().is_some_and(|first| first.requests.len() == 2)
    });

    assert_eq!(connections[0].requests, [REQUEST, REQUEST]);
    drop(client);
}

#[test]
fn a_large_body_arrives_whole() {
    let body = "0123456789abcdef".repeat(1 << 16);
    let request = format!("POST / HTTP/1.1\r\ncontent-length: 1048576\r\n\r\n{body}");
    let server = server(Script::new().read_request().write("read"));

    let mut client = send(&server, &request);
    assert_eq!(read_to_fin(&mut client), "read");

    assert!(server.connections()[0].requests[0] == request.as_bytes());
}

#[test]
fn a_request_that_breaks_off_is_no_request() {
    let server = server(Script::new().read_request().write("read"));

    let mut client = send(&server, "POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\nhel");
    client.shutdown(Shutdown::Write).unwrap();
    assert_eq!(read_to_fin(&mut client), "");

    let (connection, end) = first_ended(&server);
    assert_eq!(end, End::PeerClosed);
    assert!(connection.requests.is_empty());
    assert!(connection.received.ends_with(b"hel"));
}

#[test]
fn a_request_whose_end_cannot_be_told_ends_the_connection() {
    let server = server(Script::new().read_request().write("read"));

    let mut client = send(&server, "POST / HTTP/1.1\r\ncontent-length: many\r\n\r\n");
    assert_eq!(read_to_fin(&mut client), "");

    let (_, end) = first_ended(&server);
    assert_eq!(end, End::Malformed);
}
