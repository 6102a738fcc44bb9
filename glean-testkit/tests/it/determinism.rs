//! The same seed gives the same replies, and fakes do not mix.

use glean_testkit::{FakeGlean, Fingerprint, ManualClock};

use crate::call::Call;

fn replies(seed: u64) -> Vec<String> {
    let glean = FakeGlean::builder()
        .seed(seed)
        .clock(ManualClock::new())
        .in_process();
    [
        Call::with("glean_user"),
        Call::with("unheard_of"),
        Call::for_user("ada@example.com"),
    ]
    .iter()
    .map(|call| format!("{:?}", call.in_process(&glean)))
    .collect()
}

#[test]
fn the_seed_decides_every_byte() {
    assert_eq!(replies(7), replies(7));
    assert_ne!(replies(7), replies(8));
}

#[test]
fn request_ids_count_up() {
    let glean = FakeGlean::in_process();
    let id = || {
        let reply = Call::with("glean_user").in_process(&glean);
        reply.headers()["x-request-id"].to_str().unwrap().to_owned()
    };
    assert_eq!([id(), id()], ["fake-request-1", "fake-request-2"]);
}

#[test]
fn a_fingerprint_is_the_same_on_every_machine() {
    assert_eq!(Fingerprint::of("glean_user").to_string(), "#38f92d2e");
    assert_eq!(
        format!("{:?}", Fingerprint::of("")),
        "Fingerprint(#4fd0bfc1)"
    );
}

#[test]
fn fakes_side_by_side_do_not_mix() {
    std::thread::scope(|scope| {
        for number in 0..8_usize {
            scope.spawn(move || {
                let user = format!("user{number}@example.com");
                let glean = FakeGlean::builder()
                    .seed(number as u64)
                    .user(&user)
                    .in_process();
                for _ in 0..=number {
                    assert_eq!(Call::for_user(&user).in_process(&glean).status(), 200);
                }
                assert_eq!(glean.calls(), number + 1);
                assert_eq!(glean.ledger().minted_for(&user), number + 1);
                assert_eq!(glean.ledger().len(), number + 1);
            });
        }
    });
}
