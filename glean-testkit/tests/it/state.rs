//! What a test changes while the fake runs, and what a fake forgets.

use std::time::Duration;

use glean_models::CreateAuthTokenResponse;
use glean_testkit::{FakeGlean, ManualClock, Skew};

use crate::call::Call;

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
        report.contains("received: 6\n  request 6: POST /rest/api/v1/createauthtoken was answered 200\n  … and 5 more\n"),
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
