use std::io::{Read, Write};
use std::time::Duration;

use glean_testkit::wire::{End, Gate, Script, WireServer};

use super::client::{connect, first_ended, read_to_fin, send, server};

#[test]
fn a_script_that_repeats_serves_a_kept_connection() {
    let server = server(Script::new().read_request().write("ok").repeat());
    let mut client = connect(&server);

    for _ in 0..3 {
        client.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        let mut read = [0; 2];
        client.read_exact(&mut read).unwrap();
        assert_eq!(&read, b"ok");
    }
    drop(client);

    let (connection, end) = first_ended(&server);
    assert_eq!(end, End::PeerClosed);
    assert_eq!(connection.requests, ["GET / HTTP/1.1\r\n\r\n"; 3]);
}

#[test]
fn a_script_that_repeats_nothing_stalls() {
    let server = server(Script::new().repeat());

    drop(connect(&server));

    assert_eq!(first_ended(&server).1, End::PeerClosed);
}

#[test]
fn a_script_that_never_waits_leaves_the_other_connections_their_turn() {
    let open = Gate::new();
    open.open();
    let scripts = [
        Script::new().wait_for(&open).repeat(),
        Script::new().write("turn"),
    ];
    let server = WireServer::start(scripts).unwrap();
    let _spinning = connect(&server);

    assert_eq!(read_to_fin(&mut connect(&server)), "turn");
}

#[test]
fn each_connection_plays_the_next_script_and_those_beyond_the_last_play_it_again() {
    let scripts = ["one", "two"].map(|word| Script::new().write(word));
    let server = WireServer::start(scripts).unwrap();

    let words: Vec<_> = (0..4).map(|_| read_to_fin(&mut connect(&server))).collect();

    assert_eq!(words, ["one", "two", "two", "two"]);
    assert_eq!(server.connections().len(), 4);
}

#[test]
fn a_server_without_scripts_closes_connections() {
    let server = WireServer::start([]).unwrap();

    assert_eq!(read_to_fin(&mut connect(&server)), "");
}

#[test]
fn no_debug_shows_bytes() {
    let script = Script::new()
        .read_bytes(6)
        .write("s3cret")
        .drip("s3cret", Duration::ZERO)
        .wait_for(&Gate::new());
    let server = server(script.clone());
    let mut client = send(&server, "s3cret");
    client.read_exact(&mut [0; 12]).unwrap();

    assert_eq!(
        format!("{script:?}"),
        "Script { steps: [ReadBytes(6), Write(6 bytes), Drip(6 bytes, 0ns), \
         WaitFor(Gate { open: false })] }"
    );
    assert_eq!(
        format!("{:?}", server.connections()),
        "[Connection { received_length: 6, request_lengths: [6], end: None }]"
    );
    assert_eq!(
        format!("{server:?}"),
        format!(
            "WireServer {{ url: \"http://{}\", connections: {:?} }}",
            server.address(),
            server.connections()
        )
    );
}
