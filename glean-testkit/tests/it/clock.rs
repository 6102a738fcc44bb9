//! The manual clock by itself.

use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use glean_testkit::ManualClock;
use glean_transport::time::{Clock, Sleep};

use crate::call::{poll_once, ready};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn it_stands_until_it_is_advanced() {
    let clock = ManualClock::new();
    assert_eq!(
        clock.system_time(),
        UNIX_EPOCH + Duration::from_secs(1_767_225_600)
    );
    assert_eq!(clock.monotonic(), Duration::ZERO);
    clock.advance(SECOND);
    assert_eq!(
        clock.system_time(),
        UNIX_EPOCH + Duration::from_secs(1_767_225_601)
    );
    assert_eq!(clock.monotonic(), SECOND);
}

#[test]
fn a_sleep_ends_when_the_clock_gets_there() {
    let clock = ManualClock::starting_at(SystemTime::now());
    let mut sleep = clock.sleep(2 * SECOND);
    assert_eq!(poll_once(&mut sleep), Poll::Pending);
    clock.advance(SECOND);
    assert_eq!(poll_once(&mut sleep), Poll::Pending);
    assert_eq!(clock.pending_sleeps(), 1);
    clock.advance(SECOND);
    assert_eq!(clock.pending_sleeps(), 0);
    assert_eq!(poll_once(&mut sleep), Poll::Ready(()));
}

#[test]
fn a_sleep_counts_from_the_call_and_not_from_the_first_poll() {
    let clock = ManualClock::new();
    let mut sleep = clock.sleep(SECOND);
    clock.advance(SECOND);
    assert_eq!(poll_once(&mut sleep), Poll::Ready(()));
}

#[test]
fn no_time_at_all_is_over_at_once() {
    let clock = ManualClock::new();
    ready(clock.sleep(Duration::ZERO));
}

#[test]
fn a_dropped_sleep_is_not_pending_but_was_asked_for() {
    let clock = ManualClock::new();
    let mut kept = clock.sleep(3 * SECOND);
    drop(clock.sleep(2 * SECOND));
    assert_eq!(clock.pending_sleeps(), 1);
    assert_eq!(clock.slept(), [3 * SECOND, 2 * SECOND]);
    clock.advance(3 * SECOND);
    assert_eq!(poll_once(&mut kept), Poll::Ready(()));
}

#[test]
fn auto_advancing_a_sleep_takes_no_time_and_moves_the_clock() {
    let clock = ManualClock::auto_advancing();
    ready(clock.sleep(60 * SECOND));
    ready(clock.sleep(30 * SECOND));
    assert_eq!(clock.monotonic(), 90 * SECOND);
    assert_eq!(clock.slept(), [60 * SECOND, 30 * SECOND]);
    assert_eq!(clock.pending_sleeps(), 0);
}

#[test]
fn auto_advancing_moves_nothing_for_a_sleep_that_nobody_polls() {
    let clock = ManualClock::auto_advancing();
    drop(clock.sleep(60 * SECOND));
    assert_eq!(clock.monotonic(), Duration::ZERO);
}

#[test]
fn it_serves_as_a_shared_clock_and_sleep() {
    let manual = ManualClock::new();
    let clock: Arc<dyn Clock> = Arc::new(manual.clone());
    let sleep: Arc<dyn Sleep> = Arc::new(manual.clone());
    let sleeping = sleep.sleep(SECOND);
    manual.advance(SECOND);
    ready(sleeping);
    assert_eq!(clock.monotonic(), SECOND);
}

#[test]
fn time_beyond_what_can_be_counted_stands_still() {
    let clock = ManualClock::new();
    clock.advance(Duration::MAX);
    clock.advance(Duration::MAX);
    assert_eq!(clock.monotonic(), Duration::MAX);
    ready(clock.sleep(Duration::MAX));
}

#[tokio::test]
async fn advancing_wakes_a_sleeping_task() {
    let clock = ManualClock::new();
    let sleeper = tokio::spawn(clock.sleep(SECOND));
    clock.wait_for_sleepers(1).await;
    clock.advance(SECOND);
    sleeper.await.unwrap();
}

#[tokio::test]
async fn a_waiter_is_told_of_sleepers_that_come_later() {
    let clock = ManualClock::new();
    let waiter = tokio::spawn(clock.wait_for_sleepers(2));
    let sleepers = [clock.sleep(SECOND), clock.sleep(SECOND)];
    waiter.await.unwrap();
    drop(sleepers);
}

#[tokio::test]
async fn an_auto_advancing_sleep_wakes_the_others_it_passes() {
    let clock = ManualClock::auto_advancing();
    let (short, long) = (clock.sleep(SECOND), clock.sleep(2 * SECOND));
    long.await;
    short.await;
    assert_eq!(clock.monotonic(), 2 * SECOND);
}

#[test]
fn following_the_system_it_is_never_behind() {
    let before = SystemTime::now();
    let clock = ManualClock::following_system();
    clock.advance(60 * SECOND);
    assert!(clock.system_time() >= before + 60 * SECOND);
    assert!(clock.monotonic() >= 60 * SECOND);
    let earlier = clock.monotonic();
    assert!(clock.monotonic() >= earlier);
}
