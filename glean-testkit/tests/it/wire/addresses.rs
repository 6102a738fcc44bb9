use std::io::ErrorKind;
use std::net::TcpStream;

use glean_testkit::wire::{BlackHole, ClosedPort};

#[test]
fn a_closed_port_refuses_again_and_again() {
    let port = ClosedPort::new().unwrap();

    for _ in 0..3 {
        let refused = TcpStream::connect(port.address()).unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    }
}

#[test]
fn a_closed_port_is_not_given_to_another() {
    let port = ClosedPort::new().unwrap();

    let taken = std::net::TcpListener::bind(port.address()).unwrap_err();

    assert_eq!(taken.kind(), ErrorKind::AddrInUse);
}

#[cfg(target_os = "linux")]
#[test]
fn connecting_to_a_black_hole_neither_succeeds_nor_fails() {
    let hole = BlackHole::new().unwrap();

    for _ in 0..2 {
        let timeout = std::time::Duration::from_millis(20);
        let hung = TcpStream::connect_timeout(&hole.address(), timeout).unwrap_err();
        assert_eq!(hung.kind(), ErrorKind::TimedOut);
    }
}

#[test]
fn an_address_that_answers_nobody_is_shown_in_debug() {
    let (port, hole) = (ClosedPort::new().unwrap(), BlackHole::new().unwrap());

    assert_eq!(
        format!("{port:?}"),
        format!("ClosedPort {{ address: {} }}", port.address())
    );
    assert_eq!(
        format!("{hole:?}"),
        format!("BlackHole {{ address: {} }}", hole.address())
    );
}
