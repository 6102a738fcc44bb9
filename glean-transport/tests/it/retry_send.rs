//! The parts of the retry loop that no Glean operation needs.

use std::error::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use glean_testkit::{FakeGlean, Fault, ManualClock, Phase, Reply};
use glean_transport::retry::{
    FailedAttempt, MissingSleep, Observer, Plan, RetryCodes, RetryConfig, Sent, StopReason, Timing,
    send,
};
use glean_transport::{TransportError, TransportErrorKind, transport_fn};
use http::{Request, Response};

use crate::call::create_token;

async fn failing(kind: TransportErrorKind, repeat_safe: bool) -> Sent {
    let clock = ManualClock::auto_advancing();
    let mut timing = Timing::new(Some(Arc::new(clock.clone())));
    timing.clock = Arc::new(clock);
    let retries: RetryConfig = RetryConfig::backoff()
        .max_attempts(2)
        .retry_connection_errors(true)
        .into();
    let codes = RetryCodes::default();
    let mut plan = Plan::new("charge", &retries, &codes, timing.clock.monotonic());
    plan.repeat_safe = repeat_safe;
    let transport = transport_fn(move |_| async move { Err(TransportError::from(kind)) });
    send(&transport, Request::new(Bytes::new()), &plan, &timing).await
}

#[tokio::test]
async fn an_operation_that_is_not_repeat_safe_is_retried_only_if_it_provably_was_not_sent() {
    let unsent = failing(TransportErrorKind::Connect, false).await;
    assert_eq!(
        (unsent.attempts, unsent.stop_reason),
        (2, Some(StopReason::MaxAttempts))
    );

    for kind in [
        TransportErrorKind::Timeout,
        TransportErrorKind::Interrupted,
        TransportErrorKind::Body,
    ] {
        let unsure = failing(kind, false).await;
        assert_eq!(
            (unsure.attempts, unsure.stop_reason),
            (1, Some(StopReason::NotRepeatSafe)),
            "{kind:?}"
        );
        assert_eq!(failing(kind, true).await.attempts, 2, "{kind:?}");
    }
}

#[tokio::test]
async fn a_reply_of_success_or_of_no_error_has_no_stop_reason() {
    for status in [200, 204, 302] {
        let transport = transport_fn(move |_| async move {
            Ok(Response::builder()
                .status(status)
                .body(Bytes::new())
                .unwrap())
        });
        let codes = RetryCodes::default();
        let plan = Plan::new("get", &RetryConfig::None, &codes, Duration::ZERO);
        let request = Request::new(Bytes::new());
        let sent = send(&transport, request, &plan, &Timing::new(None)).await;
        assert_eq!((sent.attempts, sent.stop_reason), (1, None), "{status}");
    }
}

#[tokio::test]
async fn a_plan_that_has_to_wait_without_a_sleep_is_refused_unsent() {
    let transport = transport_fn(|_| async { Ok(Response::new(Bytes::new())) });
    let codes = RetryCodes::default();
    let backoff: RetryConfig = RetryConfig::backoff().into();
    let mut timeout = Plan::new("get", &RetryConfig::None, &codes, Duration::ZERO);
    timeout.timeout = Some(Duration::from_secs(1));
    let mut deadline = Plan::new("get", &RetryConfig::None, &codes, Duration::ZERO);
    deadline.deadline = Some(Duration::from_secs(1));
    let retries = Plan::new("get", &backoff, &codes, Duration::ZERO);

    for plan in [timeout, deadline, retries] {
        let request = Request::new(Bytes::new());
        let sent = send(&transport, request, &plan, &Timing::new(None)).await;
        let error = sent.result.unwrap_err();
        assert_eq!(
            (sent.attempts, error.kind()),
            (0, TransportErrorKind::InvalidRequest)
        );
        assert!(error.source().unwrap().is::<MissingSleep>());
    }
}

/// Keeps what it is told.
#[derive(Debug, Default)]
struct Told(Mutex<Vec<FailedAttempt>>);

impl Observer for Told {
    fn failed(&self, attempt: FailedAttempt) {
        self.0.lock().unwrap().push(attempt);
    }
}

#[tokio::test]
async fn an_observer_is_told_of_each_attempt_that_another_follows() {
    let clock = ManualClock::auto_advancing();
    let fake = FakeGlean::builder().clock(clock.clone()).in_process();
    fake.script([
        Reply::status(503).body("s3cret").retry_after_seconds(7),
        Fault::reset(Phase::AfterMint),
        Reply::status(502),
    ]);
    let mut timing = Timing::new(Some(Arc::new(clock.clone())));
    timing.clock = Arc::new(clock.clone());
    let retries = RetryConfig::backoff().max_attempts(3);
    let retries: RetryConfig = retries.retry_connection_errors(true).into();
    let (codes, told) = (RetryCodes::default(), Told::default());
    let mut plan = Plan::new("createToken", &retries, &codes, timing.clock.monotonic());
    plan.repeat_safe = true;
    plan.observer = Some(&told);

    let sent = send(&fake.transport(), create_token(&fake), &plan, &timing).await;

    assert_eq!(sent.result.unwrap().status(), 502);
    let told = told.0.into_inner().unwrap();
    let [first, second] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!((first.number, second.number), (1, 2));
    assert_eq!(first.result.as_ref().unwrap().status(), 503);
    let interrupted = second.result.as_ref().unwrap_err();
    assert_eq!(interrupted.kind(), TransportErrorKind::Interrupted);
    assert_eq!([first.wait, second.wait], clock.slept()[..]);
    assert!(first.wait == Duration::from_secs(7) && !format!("{first:?}").contains("s3cret"));
}

#[tokio::test]
async fn an_observer_is_told_nothing_of_a_call_that_makes_one_attempt() {
    let (codes, told) = (RetryCodes::default(), Told::default());
    let mut plan = Plan::new("get", &RetryConfig::None, &codes, Duration::ZERO);
    plan.observer = Some(&told);
    let transport = transport_fn(|_| async { Err(TransportErrorKind::Connect.into()) });

    let request = Request::new(Bytes::new());
    let sent = send(&transport, request, &plan, &Timing::new(None)).await;

    assert!(sent.result.is_err() && told.0.into_inner().unwrap().is_empty());
}
