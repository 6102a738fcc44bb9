//! Over a socket, when something goes wrong: what a user sees of it, and what is minted for nothing.

use std::time::Duration;

use glean_testkit::{FakeGlean, Fault, ManualClock, Phase, Reply};
use glean_transport::time::Clock;

use crate::checks::{Check, is_problem};
use crate::over_a_socket;
use crate::scene::Scene;

const ADA: Option<&str> = Some("ada@example.com");
const PHASES: [Phase; 5] = [
    Phase::BeforeRead,
    Phase::AfterRead,
    Phase::AfterMint,
    Phase::InHead,
    Phase::InBody,
];

/// How many tokens are minted until then.
fn minted_until(phase: Phase) -> usize {
    usize::from(phase >= Phase::AfterMint)
}

/// The service, that it tries nothing twice; its time passes on `clock`.
fn without_retries(fake: FakeGlean, clock: &ManualClock) -> Scene {
    Scene::over_a_socket(fake, |glean| {
        let glean = token_service::patience(glean).no_retries();
        glean.clock(clock.clone()).sleep(clock.clone())
    })
}

/// Ada is asked to come back, and none of `minted` tokens has arrived.
async fn ada_is_asked_to_come_back(fault: &Reply, minted: usize) -> Check {
    let scene = without_retries(FakeGlean::start().await, &ManualClock::new());
    scene.fake.script([fault.clone()]);
    let response = scene.ask(ADA).await;
    let ledger = scene.fake.ledger();
    assert_eq!(ledger.len(), minted, "{fault}");
    assert!(ledger.iter().all(|minted| !minted.delivered), "{fault}");
    is_problem(&response, 503, "try again later")
}

#[tokio::test]
async fn a_connection_that_is_lost_is_a_503_in_every_phase() {
    for phase in PHASES {
        for fault in [Fault::reset(phase), Fault::close(phase)] {
            let check = ada_is_asked_to_come_back(&fault, minted_until(phase));
            assert_eq!(check.await, Ok(()), "{fault}");
        }
    }
}

#[tokio::test]
async fn a_reply_that_is_not_whole_or_no_http_is_a_503() {
    for fault in [
        Fault::truncate(0),
        Fault::truncate(20),
        Fault::garbage(),
        Fault::oversized_head(),
    ] {
        let check = ada_is_asked_to_come_back(&fault, 1);
        assert_eq!(check.await, Ok(()), "{fault}");
    }
}

#[tokio::test]
async fn silence_is_a_503_after_five_seconds_in_every_phase() {
    for phase in PHASES {
        let clock = ManualClock::new();
        let fake = FakeGlean::builder().lenient().start().await;
        let scene = without_retries(fake, &clock);
        scene.fake.script([Fault::stall(phase)]);

        let silence = async {
            if phase != Phase::BeforeRead {
                let arrived = scene.fake.wait_for(1, Duration::from_secs(60));
                arrived.await.expect("the call");
            }
            clock.wait_for_sleepers(1).await;
            clock.advance(Duration::from_secs(5));
        };
        let (response, ()) = tokio::join!(scene.ask(ADA), silence);

        let problem = is_problem(&response, 503, "try again later");
        assert_eq!(problem, Ok(()), "{phase}");
        let minted = scene.fake.ledger().len();
        assert_eq!(minted, minted_until(phase), "{phase}");
    }
}

#[tokio::test]
async fn a_reply_that_drips_is_waited_for_as_long_as_there_is_time() {
    let scene = over_a_socket::scene().await;
    scene.fake.script([Fault::drip(Duration::ZERO)]);
    assert_eq!(scene.ask(ADA).await.status(), 200);

    let clock = ManualClock::new();
    let fake = FakeGlean::builder().clock(clock.clone()).start().await;
    let scene = without_retries(fake, &clock);
    scene.fake.script([Fault::drip(Duration::from_secs(1))]);
    let dripping = async {
        for _ in 0..5 {
            // The client's time-out, and the pause before the next byte.
            clock.wait_for_sleepers(2).await;
            clock.advance(Duration::from_secs(1));
        }
    };
    let (response, ()) = tokio::join!(scene.ask(ADA), dripping);
    let problem = is_problem(&response, 503, "try again later");
    assert_eq!(problem, Ok(()));
}

#[tokio::test]
async fn a_user_waits_ten_seconds_at_most_however_often_glean_is_silent() {
    let clock = ManualClock::new();
    let fake = FakeGlean::builder().lenient().start().await;
    let scene = Scene::over_a_socket(fake, |glean| {
        let glean = token_service::patience(glean);
        glean.clock(clock.clone()).sleep(clock.clone())
    });
    scene.fake.script(vec![Fault::stall(Phase::AfterRead); 20]);

    let time_passes = async {
        loop {
            clock.wait_for_sleepers(1).await;
            clock.advance(Duration::from_millis(100));
            tokio::task::yield_now().await;
        }
    };
    let response = tokio::select! {
        response = scene.ask(ADA) => response,
        () = time_passes => unreachable!("time does not end"),
    };

    assert_eq!(is_problem(&response, 503, "try again later"), Ok(()));
    let waited = clock.monotonic();
    let limits = Duration::from_secs(5)..=Duration::from_secs(10);
    assert!(limits.contains(&waited), "ada waited for {waited:?}");
}

#[tokio::test]
async fn what_happens_once_is_made_good_by_the_second_attempt() {
    let mut faults = vec![(Fault::truncate(20), 1), (Fault::oversized_head(), 1)];
    for phase in PHASES {
        faults.push((Fault::reset(phase), minted_until(phase)));
        faults.push((Fault::close(phase), minted_until(phase)));
    }
    for (fault, minted) in faults {
        let scene = over_a_socket::scene().await;
        scene.fake.script([fault.clone()]);
        assert_eq!(scene.ask(ADA).await.status(), 200, "{fault}");
        assert_eq!(scene.fake.ledger().len(), minted + 1, "{fault}");
    }
}

#[tokio::test]
async fn a_reply_lost_after_minting_is_two_tokens_of_which_one_arrives() {
    let scene = over_a_socket::scene().await;
    scene.fake.script([Fault::reset(Phase::AfterMint)]);

    let response = scene.ask(Some("ada@example.com")).await;

    assert_eq!(response.status(), 200);
    let ledger = scene.fake.ledger();
    assert_eq!(ledger.minted_for("ada@example.com"), 2);
    let delivered: Vec<bool> = ledger.iter().map(|minted| minted.delivered).collect();
    assert_eq!(delivered, [false, true]);
}

#[tokio::test]
async fn nothing_of_a_page_of_gleans_reaches_a_user_whole_or_in_part() {
    let page = Reply::status(500)
        .content_type("text/html")
        .header("set-cookie", "session=s3cret")
        .body("<h1>glean-be-17: no such tenant as glean_global's</h1>");
    for fault in [page.clone(), page.struck_by(Fault::truncate(20))] {
        let check = ada_is_asked_to_come_back(&fault, 0);
        assert_eq!(check.await, Ok(()), "{fault}");
    }
}
