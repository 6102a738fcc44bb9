//! Expiry of tokens and credentials, by the fake's clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use glean_models::CreateAuthTokenResponse;
use glean_testkit::{Credential, FakeGlean, ManualClock};
use glean_transport::time::Clock;
use http::Response;

use crate::call::Call;

/// 2026-01-01T00:00:00Z, where a manual clock starts.
const START: i64 = 1_767_225_600;

fn minted(reply: &Response<Bytes>) -> CreateAuthTokenResponse {
    serde_json::from_slice(reply.body()).unwrap()
}

#[test]
fn a_token_lives_two_hours_in_whole_seconds() {
    let glean = FakeGlean::builder().clock(ManualClock::new()).in_process();
    let reply = Call::with("glean_user").in_process(&glean);
    assert_eq!(minted(&reply).expiration_time, START + 7200);
    let body = std::str::from_utf8(reply.body()).unwrap();
    assert!(
        body.ends_with(r#"","expirationTime":1767232800}"#),
        "{body}"
    );
    assert_eq!(reply.headers()["date"], "Thu, 01 Jan 2026 00:00:00 GMT");
}

#[test]
fn advancing_the_clock_moves_expiry_and_date() {
    let lifetime = Duration::from_secs(60);
    let clock = ManualClock::new();
    let glean = FakeGlean::builder()
        .clock(clock.clone())
        .token_lifetime(lifetime)
        .in_process();
    glean.clock().advance(Duration::from_millis(3_600_999));
    let reply = Call::with("glean_user").in_process(&glean);
    assert_eq!(minted(&reply).expiration_time, START + 3_660);
    assert_eq!(reply.headers()["date"], "Thu, 01 Jan 2026 01:00:00 GMT");
    let ledger = glean.ledger();
    let entry = ledger.last().unwrap();
    assert_eq!(entry.minted_at, clock.system_time());
    assert_eq!(entry.expires_at, clock.system_time() + lifetime);
}

#[test]
fn without_a_clock_the_fake_goes_with_the_system_and_can_be_advanced() {
    let glean = FakeGlean::in_process();
    let day = Duration::from_secs(86_400);
    let before = SystemTime::now();
    glean.clock().advance(day);
    let expires_at = minted(&Call::with("glean_user").in_process(&glean)).expires_at();
    let earliest = before + day + Duration::from_secs(7199);
    let latest = SystemTime::now() + day + Duration::from_secs(7200);
    assert!(
        earliest <= expires_at && expires_at <= latest,
        "{expires_at:?}"
    );
}

#[test]
fn a_credential_expires_by_the_clock() {
    let clock = ManualClock::new();
    let end = clock.system_time() + Duration::from_secs(10);
    let glean = FakeGlean::builder()
        .clock(clock.clone())
        .credential(Credential::user("short-lived", "ada@example.com").expires_at(end))
        .in_process();
    let status = || Call::with("short-lived").in_process(&glean).status();

    clock.advance(Duration::from_secs(9));
    assert_eq!(status(), 200);
    clock.advance(Duration::from_secs(1));
    assert_eq!(status(), 401);
}

#[test]
fn a_clock_far_from_now_is_no_panic() {
    for (start, advance) in [
        (UNIX_EPOCH - Duration::from_secs(86_400), Duration::ZERO),
        (UNIX_EPOCH, Duration::from_secs(400_000_000_000)),
        (UNIX_EPOCH, Duration::MAX),
    ] {
        let clock = ManualClock::starting_at(start);
        let glean = FakeGlean::builder()
            .clock(clock.clone())
            .token_lifetime(Duration::MAX)
            .in_process();
        clock.advance(advance);
        assert_eq!(
            Call::with("glean_user").in_process(&glean).status(),
            200,
            "{advance:?}"
        );
    }
}
