//! Seeded chaos.

use glean_testkit::journal::Outcome;
use glean_testkit::{Chaos, FakeGlean, Fault, ManualClock, Phase, Reply};

use crate::call::{Call, send};

fn sequence(chaos: Chaos, calls: usize) -> Vec<String> {
    let glean = FakeGlean::builder()
        .clock(ManualClock::new())
        .chaos(chaos)
        .in_process();
    let sequence = (0..calls)
        .map(|_| match send(&glean, Call::with("glean_user").request()) {
            Ok(reply) => reply.status().to_string(),
            Err(error) => error.to_string(),
        })
        .collect();
    glean.verify();
    sequence
}

#[test]
fn the_same_seed_strikes_the_same_calls_in_the_same_way() {
    let first = sequence(Chaos::new(0.3).seed(7), 300);
    assert_eq!(first, sequence(Chaos::new(0.3).seed(7), 300));
    assert_ne!(first, sequence(Chaos::new(0.3).seed(8), 300));
    assert_ne!(first, sequence(Chaos::new(0.3), 300));
}

#[test]
fn about_as_many_are_struck_as_the_rate_says() {
    let struck = sequence(Chaos::new(0.3).seed(1), 2000)
        .iter()
        .filter(|seen| *seen != "200 OK")
        .count();
    assert!((500..700).contains(&struck), "{struck}");
}

#[test]
fn a_rate_of_zero_strikes_nobody_and_of_one_everybody() {
    for rate in [0.0, -1.0, f64::NAN] {
        let seen = sequence(Chaos::new(rate), 100);
        assert!(seen.iter().all(|seen| seen == "200 OK"), "{seen:?}");
    }
    for rate in [1.0, 2.0, f64::INFINITY] {
        let seen = sequence(Chaos::new(rate), 100);
        assert!(seen.iter().all(|seen| seen != "200 OK"), "{seen:?}");
    }
}

#[test]
fn the_ways_can_be_chosen() {
    let ways = [Reply::status(418), Fault::truncate(1)];
    for seen in sequence(Chaos::new(1.0).among(ways), 50) {
        let expected = ["418 I'm a teapot", "the reply broke off in its body"];
        assert!(expected.contains(&seen.as_str()), "{seen}");
    }
    assert_eq!(
        sequence(Chaos::new(1.0).among([] as [Reply; 0]), 2),
        ["200 OK"; 2]
    );
}

#[test]
fn the_script_goes_before_chaos_and_the_journal_tells_them_apart() {
    let glean = FakeGlean::builder()
        .chaos(Chaos::new(1.0).among([Fault::reset(Phase::AfterRead)]))
        .in_process();
    glean.script([Reply::ok(), Reply::status(503)]);
    for _ in 0..3 {
        let _ = send(&glean, Call::with("glean_user").request());
    }
    let requests = glean.requests();
    let outcomes: Vec<_> = requests.iter().map(|request| &request.outcome).collect();
    assert_eq!(
        outcomes,
        [&Outcome::Minted, &Outcome::Scripted, &Outcome::Chaos]
    );
}
