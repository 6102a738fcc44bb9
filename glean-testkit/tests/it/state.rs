//! What a test changes while the fake runs, and what a fake forgets.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use glean_models::CreateAuthTokenResponse;
use glean_testkit::{FakeGlean, Fault, ManualClock, Phase, Reply, Skew};
use glean_transport::Transport;
use glean_transport::time::Clock;

use crate::call::{Call, poll_once, send};

fn minted(glean: &FakeGlean) -> CreateAuthTokenResponse {
    let reply = Call::with("glean_user").in_process(glean);
    assert_eq!(reply.status(), 200);
    serde_json::from_slice(reply.body()).unwrap()
}

#[test]
fn a_credential_can_be_revoked_and_restored() {
    let glean = FakeGlean::in_process();
    let status = |credential: &str| Call::with(credential).in_process(&glean).status().as_u16();
    assert_eq!(status("glean_user"), 200);
    assert!(glean.revoke("glean_user"));
    let refused = Call::with("glean_user").in_process(&glean);
    assert_eq!(refused.status(), 401);
    assert_eq!(
        refused.headers()["x-glean-testkit-mismatch"],
        "the credential was revoked"
    );
    assert_eq!(status("glean_anonymous"), 200);
    assert!(glean.restore("glean_user"));
    assert_eq!(status("glean_user"), 200);
    assert!(!glean.revoke("unheard_of"));
    assert!(!glean.restore("unheard_of"));
}

#[test]
fn restoring_takes_back_the_revocation_alone() {
    let glean = FakeGlean::in_process();
    for (credential, expected) in [("glean_user_revoked", 401), ("glean_user_unscoped", 403)] {
        glean.revoke(credential);
        assert_eq!(Call::with(credential).in_process(&glean).status(), 401);
        glean.restore(credential);
        assert_eq!(Call::with(credential).in_process(&glean).status(), expected);
    }
}

#[test]
fn the_lifetime_of_further_tokens_can_be_changed() {
    let glean = FakeGlean::builder().clock(ManualClock::new()).in_process();
    let before = minted(&glean).expiration_time;
    glean.set_token_lifetime(Duration::from_secs(60));
    assert_eq!(minted(&glean).expiration_time, before - 7200 + 60);
}

#[test]
fn a_skewed_clock_is_shown_and_not_kept_to() {
    let glean = FakeGlean::builder().clock(ManualClock::new()).in_process();
    let true_time = minted(&glean).expiration_time;
    let true_entry = glean.ledger().last().unwrap().clone();

    glean.skew_clock(Skew::Behind(Duration::from_secs(90)));
    let reply = Call::with("glean_user").in_process(&glean);
    assert_eq!(reply.headers()["date"], "Wed, 31 Dec 2025 23:58:30 GMT");
    assert_eq!(minted(&glean).expiration_time, true_time - 90);
    let entry = glean.ledger().last().unwrap().clone();
    assert_eq!(entry.minted_at, true_entry.minted_at);
    assert_eq!(entry.expires_at, true_entry.expires_at);

    glean.skew_clock(Skew::Ahead(Duration::from_secs(5)));
    assert_eq!(minted(&glean).expiration_time, true_time + 5);
}

#[test]
fn a_fake_keeps_the_last_entries_and_counts_all() {
    let glean = FakeGlean::builder().keep_last(10).in_process();
    for _ in 0..20_000 {
        Call::for_user("grace@example.com").in_process(&glean);
    }
    Call::with("glean_anonymous").in_process(&glean);

    let (requests, ledger) = (glean.requests(), glean.ledger());
    assert_eq!(requests.len(), 10);
    assert_eq!(requests[9].number, 20_001);
    assert!(requests.iter().all(|request| request.delivered));
    assert_eq!(glean.calls(), 20_001);
    assert_eq!(ledger.len(), 20_001);
    assert_eq!(ledger.iter().count(), 10);
    assert!(ledger.iter().all(|minted| minted.delivered));
    assert_eq!(ledger.minted_for("Grace@example.com"), 20_000);
}

#[test]
fn what_fails_verification_does_so_also_when_it_is_forgotten() {
    let glean = FakeGlean::builder().keep_last(1).in_process();
    for _ in 0..3 {
        Call::new().path("/").in_process(&glean);
    }
    for _ in 0..3 {
        Call::with("glean_user").in_process(&glean);
    }
    let error = glean.check().unwrap_err();
    assert!(error.unmatched().is_empty());
    let report = error.to_string();
    assert!(report.contains("wants:\n  … and 3 more\n"), "{report}");
    assert!(
        report.contains("received: 6\n  … 5 earlier ones are no longer kept\n  0 ms  request 6: "),
        "{report}"
    );
    assert!(report.contains("for ada@example.com: 3\n"), "{report}");
}

#[test]
fn waiting_for_calls_needs_no_runtime() {
    let glean = FakeGlean::in_process();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..3 {
                Call::with("glean_user").in_process(&glean);
            }
        });
        glean.wait_for_blocking(3, Duration::from_secs(30)).unwrap();
    });
    let error = glean.wait_for_blocking(4, Duration::ZERO).unwrap_err();
    assert_eq!(
        error.to_string(),
        "3 of 4 createToken calls came in within 0ns"
    );
}

#[test]
fn a_reset_goes_back_to_the_configuration() {
    let clock = ManualClock::new();
    let builder = FakeGlean::builder().clock(clock.clone()).keep_last(7);
    let glean = builder
        .script([Reply::status(418)])
        .skew_clock(Skew::Ahead(Duration::from_secs(5)))
        .in_process();
    let statuses = || [(); 2].map(|()| Call::with("glean_user").in_process(&glean).status());
    assert_eq!(statuses(), [418, 200]);
    let first = glean.ledger();
    glean.revoke("glean_user");
    glean.set_token_lifetime(Duration::from_secs(1));
    glean.skew_clock(Skew::Behind(Duration::from_secs(5)));
    clock.advance(Duration::from_secs(60));
    Call::new().path("/").in_process(&glean);

    glean.reset();

    assert_eq!(glean.calls(), 0);
    assert!(glean.requests().is_empty());
    assert!(glean.ledger().is_empty());
    assert_eq!(statuses(), [418, 200]);
    assert_eq!(glean.ledger().last(), first.last());
    // Whoever measures by this clock must not see it go back.
    assert_eq!(clock.monotonic(), Duration::from_secs(60));
    clock.advance(Duration::from_secs(1));
    let now = clock.system_time();
    assert_eq!(
        now,
        first.last().unwrap().minted_at + Duration::from_secs(1)
    );
}

#[test]
fn a_reply_from_before_a_reset_marks_nothing_delivered() {
    let clock = ManualClock::new();
    let glean = FakeGlean::builder().clock(clock.clone()).in_process();
    let transport = glean.transport();
    glean.script([Reply::ok().delay(Duration::from_secs(1))]);
    let mut early = transport.send(Call::with("glean_user").request());
    assert!(poll_once(&mut early).is_pending());

    glean.reset();
    glean.script([Fault::reset(Phase::AfterMint)]);
    send(&glean, Call::with("glean_user").request()).unwrap_err();
    clock.advance(Duration::from_secs(1));

    assert!(poll_once(&mut early).is_ready());
    let ledger = glean.ledger();
    assert_eq!(ledger.len(), 1);
    assert!(!ledger.last().unwrap().delivered);
}

#[test]
fn a_hook_is_told_of_each_request_and_may_ask_the_fake() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let glean = {
        let told = Arc::clone(&told);
        FakeGlean::builder()
            .on_request(move |request| {
                told.lock().unwrap().push((request.number, request.status));
            })
            .in_process()
    };
    Call::with("glean_user").in_process(&glean);
    Call::with("glean_user_expired").in_process(&glean);
    let told: Vec<_> = told.lock().unwrap().clone();
    assert_eq!(
        told,
        [(1, 200.try_into().unwrap()), (2, 401.try_into().unwrap())]
    );
}

#[test]
fn stopping_checks_as_verifying_does() {
    let glean = FakeGlean::in_process();
    Call::with("glean_user").in_process(&glean);
    glean.stop().unwrap();

    let glean = FakeGlean::in_process();
    let transport = glean.transport();
    Call::new().path("/").in_process(&glean);
    let error = glean.stop().unwrap_err();
    assert_eq!(error.unmatched().len(), 1);
    let refused = crate::call::ready(transport.send(Call::with("glean_user").request()));
    refused.unwrap_err();
}

#[cfg(feature = "server")]
#[test]
fn a_fake_listens_where_it_is_told() {
    let first = FakeGlean::blocking();
    let address = first.url().strip_prefix("http://").unwrap();
    let taken = FakeGlean::builder()
        .listen(address.parse().unwrap())
        .try_blocking();
    assert_eq!(taken.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);

    let other = "[::1]:0".parse().unwrap();
    // Where a machine has IPv6 at all.
    if let Ok(glean) = FakeGlean::builder().listen(other).try_blocking() {
        assert!(glean.url().starts_with("http://[::1]:"));
    }
}
