//! The retry budget, as the retry loop asks for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use glean_testkit::ManualClock;
use glean_transport::retry::{
    Backoff, Plan, RetryBudget, RetryCodes, RetryConfig, Sent, StopReason, Timing, send,
};
use glean_transport::{TransportError, transport_fn};
use http::{Request, Response};

const SECOND: Duration = Duration::from_secs(1);

/// A timing on which every wait ends at once.
fn timing() -> Timing {
    let clock = ManualClock::auto_advancing();
    let mut timing = Timing::new(Some(Arc::new(clock.clone())));
    timing.clock = Arc::new(clock);
    timing
}

fn reply(status: u16) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(Bytes::new())
        .unwrap()
}

/// Makes a call that is answered by `status` each time.
async fn call(
    status: u16,
    budget: &RetryBudget,
    retries: impl Into<RetryConfig>,
    change: impl FnOnce(&mut Plan<'_>),
) -> Sent {
    let timing = timing();
    let transport = transport_fn(move |_| async move { Ok::<_, TransportError>(reply(status)) });
    let (retries, codes) = (retries.into(), RetryCodes::default());
    let mut plan = Plan::new("get", &retries, &codes, timing.clock.monotonic());
    plan.repeat_safe = true;
    plan.budget = Some(budget);
    change(&mut plan);
    send(&transport, Request::new(Bytes::new()), &plan, &timing).await
}

type Change = fn(&mut Plan<'_>);

fn as_it_is(_plan: &mut Plan<'_>) {}

fn thrice() -> Backoff {
    RetryConfig::backoff().max_attempts(3)
}

/// What the budget counted: retries left, allowed and refused.
fn counted(budget: &RetryBudget) -> (u32, u64, u64) {
    let counters = budget.counters();
    (counters.available, counters.allowed, counters.refused)
}

#[tokio::test]
async fn a_call_without_a_token_left_ends_with_its_last_reply() {
    let budget = RetryBudget::default().burst(1);

    let sent = call(503, &budget, thrice(), as_it_is).await;

    assert_eq!(
        (sent.attempts, sent.stop_reason),
        (2, Some(StopReason::BudgetExhausted))
    );
    assert_eq!(sent.result.unwrap().status(), 503);
    assert_eq!(counted(&budget), (0, 1, 1));
    assert_eq!(
        StopReason::BudgetExhausted.to_string(),
        "the retry budget is spent"
    );
}

#[tokio::test]
async fn a_call_that_ends_for_another_reason_takes_nothing() {
    let budget = RetryBudget::default();
    let cases: [(u16, RetryConfig, Change, Option<StopReason>); 7] = [
        (200, thrice().into(), as_it_is, None),
        (
            404,
            thrice().into(),
            as_it_is,
            Some(StopReason::NotRetryable),
        ),
        (
            503,
            RetryConfig::None,
            as_it_is,
            Some(StopReason::RetriesOff),
        ),
        (
            503,
            thrice().into(),
            |plan| plan.repeat_safe = false,
            Some(StopReason::NotRepeatSafe),
        ),
        (
            503,
            thrice().max_attempts(1).into(),
            as_it_is,
            Some(StopReason::MaxAttempts),
        ),
        (
            503,
            thrice().max_elapsed_time(Duration::ZERO).into(),
            as_it_is,
            Some(StopReason::MaxElapsedTime),
        ),
        (
            503,
            thrice().initial_interval(2 * SECOND).into(),
            |plan| plan.deadline = Some(SECOND),
            Some(StopReason::Deadline),
        ),
    ];
    for (status, retries, change, reason) in cases {
        let sent = call(status, &budget, retries, change).await;

        assert_eq!((sent.attempts, sent.stop_reason), (1, reason));
        assert_eq!(counted(&budget), (10, 0, 0), "{reason:?}");
    }
}

#[tokio::test]
async fn where_deadline_and_budget_would_stop_a_call_the_deadline_does() {
    let spent = RetryBudget::default().burst(0);
    let retries = thrice().initial_interval(2 * SECOND);

    let sent = call(503, &spent, retries, |plan| plan.deadline = Some(SECOND)).await;

    assert_eq!(sent.stop_reason, Some(StopReason::Deadline));
    assert_eq!(counted(&spent), (0, 0, 0));
}

#[tokio::test]
async fn every_call_puts_back_its_share_once_whatever_comes_of_it() {
    for (status, retries) in [
        (200, RetryConfig::None),
        (200, thrice().into()),
        (404, thrice().into()),
        (503, RetryConfig::None),
    ] {
        let budget = RetryBudget::default().burst(2).ratio(0.5);
        call(503, &budget, thrice(), as_it_is).await;
        assert_eq!(counted(&budget), (0, 2, 0));

        call(status, &budget, retries.clone(), as_it_is).await;
        assert_eq!(counted(&budget), (0, 2, 0), "{status}");
        call(status, &budget, retries, as_it_is).await;
        assert_eq!(counted(&budget), (1, 2, 0), "{status}");
    }
}

#[tokio::test]
async fn a_call_of_many_attempts_puts_back_one_share() {
    let budget = RetryBudget::default().burst(4).ratio(1.0);

    let sent = call(503, &budget, thrice().max_attempts(9), as_it_is).await;

    // The bucket was full when the call's share came.
    assert_eq!(
        (sent.attempts, sent.stop_reason),
        (5, Some(StopReason::BudgetExhausted))
    );
    assert_eq!(counted(&budget), (0, 4, 1));
}

#[tokio::test]
async fn a_call_that_is_never_sent_puts_nothing_back() {
    let budget = RetryBudget::default().burst(1).ratio(1.0);
    call(503, &budget, thrice(), as_it_is).await;
    assert_eq!(counted(&budget), (0, 1, 1));

    // No time at all.
    let sent = call(503, &budget, RetryConfig::None, |plan| {
        plan.deadline = Some(Duration::ZERO);
    })
    .await;
    assert_eq!(sent.attempts, 0);
    // Nothing to wait with.
    let (retries, codes) = (thrice().into(), RetryCodes::default());
    let mut plan = Plan::new("get", &retries, &codes, Duration::ZERO);
    plan.budget = Some(&budget);
    let transport = transport_fn(|_| async { Ok::<_, TransportError>(reply(200)) });
    let request = Request::new(Bytes::new());
    let sent = send(&transport, request, &plan, &Timing::new(None)).await;
    assert_eq!(sent.attempts, 0);

    assert_eq!(counted(&budget), (0, 1, 1));
}

#[tokio::test]
async fn connection_errors_are_paid_for_too() {
    use glean_transport::TransportErrorKind::Connect;
    let budget = RetryBudget::default().burst(1);
    let timing = timing();
    let retries = thrice().retry_connection_errors(true).into();
    let codes = RetryCodes::default();
    let mut plan = Plan::new("get", &retries, &codes, timing.clock.monotonic());
    plan.budget = Some(&budget);
    let transport = transport_fn(|_| async { Err(TransportError::from(Connect)) });

    let sent = send(&transport, Request::new(Bytes::new()), &plan, &timing).await;

    assert_eq!(
        (sent.attempts, sent.stop_reason),
        (2, Some(StopReason::BudgetExhausted))
    );
    assert_eq!(sent.result.unwrap_err().kind(), Connect);
}

#[test]
fn calls_of_many_threads_share_one_budget_and_never_overdraw_it() {
    const THREADS: u32 = 8;
    const CALLS: u32 = 250;
    let budget = RetryBudget::default();
    let attempts = AtomicU32::new(0);

    thread::scope(|scope| {
        for _ in 0..THREADS {
            let (budget, attempts) = (budget.clone(), &attempts);
            scope.spawn(move || {
                let mut runtime = tokio::runtime::Builder::new_current_thread();
                runtime.build().unwrap().block_on(async {
                    for _ in 0..CALLS {
                        let sent = call(503, &budget, thrice(), as_it_is).await;
                        attempts.fetch_add(sent.attempts, Ordering::Relaxed);
                    }
                });
            });
        }
    });

    let calls = THREADS * CALLS;
    let attempts = attempts.into_inner();
    assert!(attempts <= calls + 10 + calls / 10, "{attempts}");
    let counters = budget.counters();
    assert_eq!(counters.allowed, u64::from(attempts - calls));
    // A call has two retries or is refused one.
    let full = u64::from(calls) - counters.refused;
    assert!(2 * full <= counters.allowed, "{counters:?}");
}
