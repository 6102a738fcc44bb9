//! Faults without a socket: the errors that they come to.

use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use glean_testkit::journal::Outcome;
use glean_testkit::{FakeGlean, Fault, ManualClock, Phase, Reply};
use glean_transport::time::Clock;
use glean_transport::{Transport, TransportErrorKind};

use crate::call::{Call, poll_once, send};

fn call() -> Call {
    Call::with("glean_user")
}

#[test]
fn each_fault_is_the_error_that_it_comes_to_on_a_wire() {
    use TransportErrorKind::{Body, Interrupted, Other};
    for (reply, expected, minted) in [
        (Fault::reset(Phase::BeforeRead), Interrupted, 0),
        (Fault::close(Phase::BeforeRead), Interrupted, 0),
        (Fault::reset(Phase::AfterRead), Interrupted, 0),
        (Fault::close(Phase::AfterRead), Interrupted, 0),
        (Fault::reset(Phase::AfterMint), Interrupted, 1),
        (Fault::close(Phase::AfterMint), Interrupted, 1),
        (Fault::reset(Phase::InHead), Interrupted, 1),
        (Fault::close(Phase::InHead), Interrupted, 1),
        (Fault::reset(Phase::InBody), Body, 1),
        (Fault::close(Phase::InBody), Body, 1),
        (Fault::truncate(3), Body, 1),
        (Fault::garbage(), Other, 1),
        (Fault::oversized_head(), Other, 1),
    ] {
        let glean = FakeGlean::in_process();
        glean.script([reply.clone()]);
        let error = send(&glean, call().request()).unwrap_err();
        assert_eq!(error.kind(), expected, "{reply}");
        let ledger = glean.ledger();
        assert_eq!(ledger.len(), minted, "{reply}");
        assert!(ledger.iter().all(|minted| !minted.delivered), "{reply}");
        glean.verify();
        assert_eq!(call().in_process(&glean).status(), 200, "{reply}");
        assert!(glean.ledger().last().unwrap().delivered, "{reply}");
    }
}

#[test]
fn a_stall_never_ends() {
    for phase in [
        Phase::BeforeRead,
        Phase::AfterRead,
        Phase::AfterMint,
        Phase::InHead,
        Phase::InBody,
    ] {
        let glean = FakeGlean::in_process();
        glean.script([Fault::stall(phase)]);
        let transport = glean.transport();
        let mut stalled = transport.send(call().request());
        assert!(poll_once(&mut stalled).is_pending(), "{phase}");
        glean.clock().advance(Duration::from_secs(1_000_000));
        assert!(poll_once(&mut stalled).is_pending(), "{phase}");
    }
}

#[test]
fn a_drip_takes_its_time_and_arrives() {
    let clock = ManualClock::auto_advancing();
    let glean = FakeGlean::builder().clock(clock.clone()).in_process();
    glean.script([Fault::drip(Duration::from_secs(2)).body("12345")]);
    assert_eq!(call().in_process(&glean).body(), "12345");
    assert_eq!(clock.monotonic(), Duration::from_secs(8));
    assert!(glean.ledger().last().unwrap().delivered);
}

#[test]
fn replies_and_faults_stand_in_one_script() {
    let glean = FakeGlean::in_process();
    glean.script([
        Reply::status(503),
        Fault::reset(Phase::AfterMint),
        Reply::ok(),
    ]);
    assert_eq!(call().in_process(&glean).status(), 503);
    assert!(send(&glean, call().request()).is_err());
    assert_eq!(call().in_process(&glean).status(), 200);

    let ledger = glean.ledger();
    let delivered: Vec<_> = ledger.iter().map(|minted| minted.delivered).collect();
    assert_eq!(delivered, [false, true]);
    let requests = glean.requests();
    let seen: Vec<_> = requests
        .iter()
        .map(|request| (&request.outcome, request.delivered))
        .collect();
    let expected = [
        (&Outcome::Scripted, true),
        (&Outcome::Minted, false),
        (&Outcome::Minted, true),
    ];
    assert_eq!(seen, expected);
    assert_eq!(
        requests[1].fault.as_ref().unwrap().to_string(),
        "reset after minting"
    );
}

#[test]
fn a_fault_before_the_request_is_read_leaves_no_trace() {
    let glean = FakeGlean::in_process();
    glean.script([Fault::reset(Phase::BeforeRead)]);
    send(&glean, call().request()).unwrap_err();
    assert_eq!(glean.calls(), 0);
    assert!(glean.requests().is_empty());
    glean.verify();
}

#[test]
fn a_fault_strikes_the_reply_that_it_is_put_on() {
    let glean = FakeGlean::in_process();
    glean.script([Reply::status(500).struck_by(Fault::truncate(1))]);
    send(&glean, call().request()).unwrap_err();
    let request = &glean.requests()[0];
    assert_eq!(request.status, 500);
    assert!(!request.delivered);
    assert!(glean.ledger().is_empty());
}

#[test]
fn a_fault_that_never_struck_fails_verification() {
    let glean = FakeGlean::in_process();
    glean.script([
        Fault::reset(Phase::BeforeRead),
        Fault::stall(Phase::InBody),
        Fault::truncate(7),
        Fault::drip(Duration::from_secs(1)),
        Fault::garbage(),
        Fault::oversized_head(),
        Reply::status(503).struck_by(Fault::close(Phase::InHead)),
    ]);
    let report = glean.check().unwrap_err().to_string();
    let left = "7 steps left that no call took: reset before the request is read, stall in the \
        body, truncate after 7 bytes, drip every 1s, garbage, oversized head, 503 with close in the \
        head\n";
    assert!(report.contains(left), "{report}");
}

#[test]
fn the_report_says_what_struck_a_request() {
    let glean = FakeGlean::in_process();
    glean.script([Fault::reset(Phase::AfterRead), Reply::ok()]);
    send(&glean, call().request()).unwrap_err();
    let report = glean.check().unwrap_err().to_string();
    let line = "request 1: POST /rest/api/v1/createauthtoken → no reply: reset after the request is \
        read\n";
    assert!(report.contains(line), "{report}");
}

#[test]
fn latency_is_of_the_fakes_clock_and_a_step_may_have_its_own() {
    let clock = ManualClock::auto_advancing();
    let glean = FakeGlean::builder()
        .clock(clock.clone())
        .latency(Duration::from_secs(3))
        .in_process();
    glean.script([
        Reply::status(503).delay(Duration::from_secs(60)),
        Reply::status(503).delay(Duration::ZERO),
    ]);
    let mut before = Duration::ZERO;
    let took = [(); 3].map(|()| {
        call().in_process(&glean);
        let now = clock.monotonic();
        let took = now - before;
        before = now;
        took.as_secs()
    });
    assert_eq!(took, [60, 0, 3]);
    assert!(clock.slept().is_empty(), "a client's sleeps are its own");
}

#[test]
fn a_delayed_reply_waits_for_the_clock_and_holds_up_nobody_else() {
    let glean = FakeGlean::builder().clock(ManualClock::new()).in_process();
    glean.script([Reply::ok().delay(Duration::from_secs(1))]);
    let transport = glean.transport();
    let mut slow = transport.send(call().request());
    assert!(poll_once(&mut slow).is_pending());
    assert_eq!(call().in_process(&glean).status(), 200);
    assert!(!glean.ledger().iter().next().unwrap().delivered);

    glean.clock().advance(Duration::from_millis(999));
    assert!(poll_once(&mut slow).is_pending());
    glean.clock().advance(Duration::from_millis(1));
    let Poll::Ready(reply) = poll_once(&mut slow) else {
        panic!("the delay is over");
    };
    assert_eq!(reply.unwrap().status(), 200);
    assert!(glean.ledger().iter().next().unwrap().delivered);
}

#[test]
fn a_caller_that_gives_up_gets_nothing_delivered() {
    let glean = FakeGlean::builder()
        .clock(ManualClock::new())
        .latency(Duration::from_secs(1))
        .in_process();
    let transport = glean.transport();
    let mut given_up = transport.send(call().request());
    assert!(poll_once(&mut given_up).is_pending());
    drop(given_up);
    assert_eq!(glean.clock().pending_sleeps(), 0);
    assert!(!glean.ledger().last().unwrap().delivered);
}

#[tokio::test(flavor = "current_thread")]
async fn on_the_systems_clock_latency_passes_by_itself() {
    let glean = FakeGlean::builder()
        .latency(Duration::from_millis(1))
        .in_process();
    let transport = glean.transport();
    let reply = pin!(transport.send(call().request())).await;
    assert_eq!(reply.unwrap().status(), 200);
}
