use std::time::{Duration, SystemTime, UNIX_EPOCH};

use glean_models::CreateAuthTokenResponse;

const EXPIRY: i64 = 1_893_456_000;

fn minted() -> CreateAuthTokenResponse {
    CreateAuthTokenResponse::new("t0ken", EXPIRY)
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[test]
fn it_expires_at_the_second_it_names() {
    assert_eq!(minted().expires_at(), at(1_893_456_000));
    assert_eq!(
        CreateAuthTokenResponse::new("t0ken", 0).expires_at(),
        UNIX_EPOCH
    );
}

#[test]
fn it_may_have_expired_before_the_epoch() {
    let expired = CreateAuthTokenResponse::new("t0ken", -5);

    assert_eq!(expired.expires_at(), UNIX_EPOCH - Duration::from_secs(5));
    assert!(expired.is_expired(UNIX_EPOCH));
}

#[test]
fn it_lives_until_the_second_before_and_no_longer() {
    let minted = minted();

    assert!(!minted.is_expired(at(1_893_455_999)));
    assert!(!minted.is_expired(at(1_893_456_000) - Duration::from_nanos(1)));
    assert!(minted.is_expired(at(1_893_456_000)));
    assert!(minted.is_expired(at(1_893_456_001)));
}

#[test]
fn what_is_left_of_its_life_ends_at_zero() {
    let minted = minted();

    assert_eq!(
        minted.expires_in(at(1_893_452_400)),
        Duration::from_secs(3600)
    );
    assert_eq!(minted.expires_in(at(1_893_456_000)), Duration::ZERO);
    assert_eq!(minted.expires_in(at(1_893_459_600)), Duration::ZERO);
}

#[test]
fn the_extremes_of_an_expiration_time_neither_panic_nor_swap_sides() {
    let now = at(1_767_225_600);
    let never = CreateAuthTokenResponse::new("t0ken", i64::MAX);
    let long_ago = CreateAuthTokenResponse::new("t0ken", i64::MIN);

    assert!(never.expires_at() >= at(253_402_300_799));
    assert!(!never.is_expired(now));
    assert!(never.expires_in(now) > Duration::from_secs(200_000_000_000));
    assert!(long_ago.expires_at() <= UNIX_EPOCH);
    assert!(long_ago.is_expired(now));
    assert_eq!(long_ago.expires_in(now), Duration::ZERO);
    assert!(never.expires_in(long_ago.expires_at()) > Duration::ZERO);
}
