//! Faults on a socket, as clients see them that read byte by byte, or with an HTTP library.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use glean_testkit::{FakeGlean, Fault, ManualClock, Phase, RateLimit, RateLimits, Reply};
use glean_transport::hyper_util_0_1::HyperTransport;
use glean_transport::reqwest_0_13::ReqwestTransport;
use glean_transport::{Transport, TransportErrorKind};
use http::Request;

use crate::call::{Call, PATH};

const ALL: [Phase; 5] = [
    Phase::BeforeRead,
    Phase::AfterRead,
    Phase::AfterMint,
    Phase::InHead,
    Phase::InBody,
];

fn connect(glean: &FakeGlean) -> TcpStream {
    let address = glean.url().strip_prefix("http://").unwrap();
    TcpStream::connect(address).unwrap()
}

fn ask(stream: &mut TcpStream) {
    let request = format!(
        "POST {PATH} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer glean_user\r\n\
         content-length: 0\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
}

/// Reads to the end, or to the error that is there instead.
fn read(stream: &mut TcpStream) -> (Vec<u8>, Result<(), ErrorKind>) {
    let mut seen = Vec::new();
    let mut piece = [0; 4096];
    loop {
        match stream.read(&mut piece) {
            Ok(0) => return (seen, Ok(())),
            Ok(count) => seen.extend_from_slice(&piece[..count]),
            Err(error) => return (seen, Err(error.kind())),
        }
    }
}

/// Reads one reply with a content length.
fn read_reply(stream: &mut TcpStream) -> String {
    let mut seen = Vec::new();
    let mut byte = [0];
    loop {
        stream.read_exact(&mut byte).unwrap();
        seen.push(byte[0]);
        let text = String::from_utf8_lossy(&seen);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split_once("content-length: ").unwrap().1;
            let length: usize = length.lines().next().unwrap().parse().unwrap();
            if body.len() == length {
                return text.into_owned();
            }
        }
    }
}

/// What a raw client sees of a fault, after a first reply on the same connection.
fn seen(fault: Reply) -> (Vec<u8>, Result<(), ErrorKind>, FakeGlean) {
    let glean = FakeGlean::blocking();
    let mut stream = connect(&glean);
    ask(&mut stream);
    read_reply(&mut stream);
    glean.script([fault]);
    ask(&mut stream);
    let (seen, end) = read(&mut stream);
    (seen, end, glean)
}

fn assert_phase(phase: Phase, seen: &[u8], glean: &FakeGlean) {
    let text = String::from_utf8_lossy(seen);
    match phase {
        Phase::InHead => assert_eq!(text, "HTTP/1.1 200"),
        Phase::InBody => {
            let (head, body) = text.split_once("\r\n\r\n").unwrap();
            let length = head.split_once("content-length: ").unwrap().1;
            let length: usize = length.lines().next().unwrap().parse().unwrap();
            assert_eq!(body.len(), length / 2);
        }
        _ => assert!(seen.is_empty(), "{phase}: {text}"),
    }
    let ledger = glean.ledger();
    let delivered: Vec<_> = ledger.iter().map(|minted| minted.delivered).collect();
    if phase < Phase::AfterMint {
        assert_eq!(delivered, [true], "{phase}");
    } else {
        assert_eq!(delivered, [true, false], "{phase}");
    }
    let calls = if phase == Phase::BeforeRead { 1 } else { 2 };
    assert_eq!(glean.calls(), calls, "{phase}");
    glean.verify();
}

#[test]
fn a_reset_is_seen_in_each_phase() {
    for phase in ALL {
        let (seen, end, glean) = seen(Fault::reset(phase));
        assert_eq!(end, Err(ErrorKind::ConnectionReset), "{phase}");
        assert_phase(phase, &seen, &glean);
    }
}

#[test]
fn a_close_is_seen_in_each_phase() {
    for phase in ALL {
        let (seen, end, glean) = seen(Fault::close(phase));
        assert_eq!(end, Ok(()), "{phase}");
        assert_phase(phase, &seen, &glean);
    }
}

#[test]
fn a_stall_is_silence_in_each_phase_until_the_fake_goes() {
    for phase in ALL {
        let glean = FakeGlean::blocking();
        let mut stream = connect(&glean);
        ask(&mut stream);
        read_reply(&mut stream);
        glean.script([Fault::stall(phase)]);
        ask(&mut stream);
        if phase != Phase::BeforeRead {
            glean.wait_for_blocking(2, Duration::from_secs(30)).unwrap();
        }
        let expected = match phase {
            Phase::InHead => 12,
            // Until the head is whole nobody knows how much comes.
            Phase::InBody => 1,
            _ => 0,
        };
        let mut first = vec![0; expected];
        stream.read_exact(&mut first).unwrap();
        if phase != Phase::InBody {
            stream
                .set_read_timeout(Some(Duration::from_millis(1)))
                .unwrap();
            let silent = stream.read(&mut [0]).unwrap_err().kind();
            assert!(
                [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&silent),
                "{phase}: {silent}"
            );
        }
        assert!(connect(&glean).write_all(b"x").is_ok());
        // The stalled step was taken: with the first byte, or with the call that was waited for.
        if phase != Phase::BeforeRead {
            glean.verify();
        } else {
            let mut other = connect(&glean);
            ask(&mut other);
            assert!(read_reply(&mut other).starts_with("HTTP/1.1 200"));
        }
    }
}

#[test]
fn a_body_is_truncated_where_it_is_said() {
    let (seen, end, glean) = seen(Fault::truncate(10));
    let text = String::from_utf8(seen).unwrap();
    assert_eq!(text.split_once("\r\n\r\n").unwrap().1, "{\"token\":\"");
    assert_eq!(end, Ok(()));
    assert!(!glean.ledger().last().unwrap().delivered);
}

#[test]
fn a_body_is_never_truncated_to_its_whole() {
    let (seen, end, _glean) = seen(
        Reply::status(500)
            .body("1234")
            .struck_by(Fault::truncate(9)),
    );
    let text = String::from_utf8(seen).unwrap();
    assert!(text.contains("content-length: 4\r\n"), "{text}");
    assert_eq!(text.split_once("\r\n\r\n").unwrap().1, "123");
    assert_eq!(end, Ok(()));
}

#[test]
fn a_reply_without_a_body_is_broken_after_its_head() {
    let (seen, end, _glean) = seen(Reply::status(204).struck_by(Fault::reset(Phase::InBody)));
    assert!(seen.ends_with(b"\r\n\r\n"));
    assert_eq!(end, Err(ErrorKind::ConnectionReset));
}

#[test]
fn garbage_is_no_http() {
    let (seen, end, glean) = seen(Fault::garbage());
    assert_eq!(seen, b"\0\x01garbage\xff\r\n\r\n");
    assert_eq!(end, Ok(()));
    assert!(!glean.ledger().last().unwrap().delivered);
}

#[test]
fn an_oversized_head_is_a_mebibyte_and_more() {
    let glean = FakeGlean::blocking();
    glean.script([Fault::oversized_head()]);
    let mut stream = connect(&glean);
    ask(&mut stream);
    let mut head = vec![0; 1024 * 1024];
    stream.read_exact(&mut head).unwrap();
    assert!(!head.windows(4).any(|window| window == b"\r\n\r\n"));
}

#[test]
fn a_drip_arrives_byte_by_byte_on_the_fakes_clock() {
    let glean = FakeGlean::builder()
        .clock(ManualClock::auto_advancing())
        .blocking();
    glean.script([Fault::drip(Duration::from_secs(60))]);
    let mut stream = connect(&glean);
    ask(&mut stream);
    assert!(read_reply(&mut stream).contains("\"token\""));
    assert!(glean.ledger().last().unwrap().delivered);
    // The connection is as good as before.
    ask(&mut stream);
    assert!(read_reply(&mut stream).contains("\"token\""));
}

#[test]
fn a_fault_strikes_a_request_that_came_along_with_another() {
    let glean = FakeGlean::blocking();
    glean.script([Reply::ok(), Fault::close(Phase::BeforeRead)]);
    let mut stream = connect(&glean);
    let one = format!(
        "POST {PATH} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer glean_user\r\n\
         content-length: 0\r\n\r\n"
    );
    stream.write_all(one.repeat(2).as_bytes()).unwrap();
    assert!(read_reply(&mut stream).starts_with("HTTP/1.1 200"));
    assert_eq!(read(&mut stream), (Vec::new(), Ok(())));
    assert_eq!(glean.calls(), 1);
}

#[test]
fn a_reply_is_delayed_by_the_manual_clock_and_others_are_not() {
    let clock = ManualClock::new();
    let glean = FakeGlean::builder().clock(clock.clone()).blocking();
    glean.script([Reply::status(503).delay(Duration::from_secs(60))]);
    let (mut slow, mut fast) = (connect(&glean), connect(&glean));
    ask(&mut slow);
    glean.wait_for_blocking(1, Duration::from_secs(30)).unwrap();
    ask(&mut fast);
    assert!(read_reply(&mut fast).starts_with("HTTP/1.1 200"));
    assert!(!glean.requests()[0].delivered);
    let waiting = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    waiting.block_on(clock.wait_for_sleepers(1));
    clock.advance(Duration::from_secs(60));
    assert!(read_reply(&mut slow).starts_with("HTTP/1.1 503"));
    assert!(glean.requests()[0].delivered);
}

#[test]
fn the_calls_from_one_address_are_limited() {
    let glean = FakeGlean::builder()
        .clock(ManualClock::new())
        .rate_limits(RateLimits::none().address(RateLimit::per_second(2)))
        .blocking();
    let mut stream = connect(&glean);
    let statuses = [(); 3].map(|()| {
        ask(&mut stream);
        read_reply(&mut stream)[9..12].to_owned()
    });
    assert_eq!(statuses, ["200", "200", "429"]);
}

#[test]
fn a_body_that_breaks_off_is_no_request() {
    let glean = FakeGlean::blocking();
    let mut stream = connect(&glean);
    let head = format!("POST {PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf");
    stream.write_all(head.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    drop(read(&mut stream));
    assert!(glean.requests().is_empty());
}

fn transports() -> [Box<dyn Transport>; 2] {
    [
        Box::new(ReqwestTransport::new()),
        Box::new(HyperTransport::new()),
    ]
}

fn post(glean: &FakeGlean) -> Request<bytes::Bytes> {
    let mut request = Call::with("glean_user").request();
    *request.uri_mut() = format!("{}{PATH}", glean.url()).parse().unwrap();
    request
}

#[tokio::test]
async fn the_transports_see_each_fault_as_in_process() {
    use TransportErrorKind::{Body, Interrupted, Other};
    const NO_HEAD: &[TransportErrorKind] = &[Interrupted, Other];
    for transport in transports() {
        for (fault, expected) in [
            (Fault::reset(Phase::BeforeRead), NO_HEAD),
            (Fault::close(Phase::BeforeRead), NO_HEAD),
            (Fault::reset(Phase::AfterRead), NO_HEAD),
            (Fault::close(Phase::AfterRead), NO_HEAD),
            (Fault::reset(Phase::AfterMint), NO_HEAD),
            (Fault::close(Phase::AfterMint), NO_HEAD),
            (Fault::reset(Phase::InHead), NO_HEAD),
            (Fault::close(Phase::InHead), NO_HEAD),
            (Fault::reset(Phase::InBody), &[Body]),
            (Fault::close(Phase::InBody), &[Body]),
            (Fault::truncate(3), &[Body]),
            (Fault::garbage(), NO_HEAD),
            (Fault::oversized_head(), NO_HEAD),
        ] {
            let glean = FakeGlean::start().await;
            glean.script([fault.clone()]);
            let error = transport.send(post(&glean)).await.unwrap_err();
            assert!(expected.contains(&error.kind()), "{fault}: {error:?}");
            glean.verify();
            let again = transport.send(post(&glean)).await.unwrap();
            assert_eq!(again.status(), 200, "{fault}");
        }
    }
}

#[tokio::test]
async fn the_transports_give_up_on_a_stall_and_get_a_drip_whole() {
    for transport in transports() {
        // A request that is never read can't be waited for.
        for phase in ALL.into_iter().filter(|phase| *phase != Phase::BeforeRead) {
            let glean = FakeGlean::start().await;
            glean.script([Fault::stall(phase)]);
            let stalled = transport.send(post(&glean));
            let gave_up = tokio::select! {
                _ = stalled => false,
                waited = glean.wait_for(1, Duration::from_secs(30)) => waited.is_ok(),
            };
            assert!(gave_up, "{phase}");
            glean.verify();
        }
        let clock = ManualClock::auto_advancing();
        let glean = FakeGlean::builder().clock(clock).start().await;
        glean.script([Fault::drip(Duration::from_secs(1))]);
        let reply = transport.send(post(&glean)).await.unwrap();
        assert_eq!(reply.status(), 200);
    }
}
