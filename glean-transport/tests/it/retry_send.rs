//! The parts of the retry loop that no Glean operation needs.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use glean_testkit::ManualClock;
use glean_transport::retry::{
    MissingSleep, Plan, RetryCodes, RetryConfig, Sent, StopReason, Timing, send,
};
use glean_transport::{TransportError, TransportErrorKind, transport_fn};
use http::{Request, Response};

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
