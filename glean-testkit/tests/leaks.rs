//! Many fakes in one process, in a process of their own: threads and sockets are counted.
#![cfg(all(target_os = "linux", feature = "server"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop"
)]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Barrier, Mutex};
use std::thread;
use std::time::Duration;

use glean_testkit::{FakeGlean, Fault, Phase, Reply};

const FAKES: usize = 1000;
/// How many of them stand side by side.
const WORKERS: usize = 50;
/// The harness's thread and the test's.
const OWN_THREADS: usize = 2;

const REQUEST: &[u8] = b"POST /rest/api/v1/createauthtoken HTTP/1.1\r\nhost: localhost\r\n\
    authorization: Bearer glean_user\r\ncontent-length: 0\r\n\r\n";

#[test]
fn a_thousand_fakes_leave_no_thread_and_no_socket() {
    let seen = Mutex::new(Vec::new());
    // One fake first, for what the process sets up once.
    seen.lock().unwrap().push(use_and_drop());
    let before = settled();
    let side_by_side = Barrier::new(WORKERS);
    thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                side_by_side.wait();
                for _ in 0..FAKES / WORKERS {
                    let tokens = use_and_drop();
                    seen.lock().unwrap().push(tokens);
                }
            });
        }
    });
    assert_eq!(settled(), before, "threads and open files");
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.len(), FAKES + 1);
    assert!(seen.iter().all(|tokens| *tokens == seen[0]));
}

/// Uses a fake by a connection that stays open and one that stalls; gives what it minted.
fn use_and_drop() -> Vec<String> {
    let glean = FakeGlean::builder().seed(7).blocking();
    let address = glean.url().strip_prefix("http://").unwrap().to_owned();
    let mut open = TcpStream::connect(&address).unwrap();
    open.write_all(REQUEST).unwrap();
    assert_ne!(open.read(&mut [0; 2048]).unwrap(), 0);

    glean.script([Fault::stall(Phase::AfterMint), Reply::ok()]);
    let mut stalled = TcpStream::connect(&address).unwrap();
    stalled.write_all(REQUEST).unwrap();
    glean.wait_for_blocking(2, Duration::from_secs(60)).unwrap();
    open.write_all(REQUEST).unwrap();
    assert_ne!(open.read(&mut [0; 2048]).unwrap(), 0);

    let ledger = glean.ledger();
    assert_eq!(ledger.len(), 3, "no other fake's calls stand in the ledger");
    let tokens = ledger.iter().map(|minted| minted.token.to_string());
    let tokens = tokens.collect();
    drop(glean);
    // Closed, or reset where something lay there unread.
    assert!(matches!(open.read(&mut [0]), Ok(0) | Err(_)));
    assert!(matches!(stalled.read(&mut [0]), Ok(0) | Err(_)));
    tokens
}

/// Counts the threads and open files; the kernel lists a thread for a moment after it was joined.
fn settled() -> (usize, usize) {
    let count = |directory| fs::read_dir(directory).unwrap().count();
    for _ in 0..10_000 {
        if count("/proc/self/task") <= OWN_THREADS {
            break;
        }
        thread::yield_now();
    }
    (count("/proc/self/task"), count("/proc/self/fd"))
}
