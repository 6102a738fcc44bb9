//! What a call asks of a transport, as it arrives there.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use glean_testkit::ManualClock;
use glean_transport::retry::{Plan, RetryCodes, RetryConfig, Timing, send};
use glean_transport::{Attempt, Transport, TransportError, transport_fn};
use http::{Request, Response};

type Seen = Arc<Mutex<Vec<Option<Attempt>>>>;

/// Keeps what each request carries, and answers 503 until the third.
fn recorder(seen: &Seen) -> impl Fn(Request<Bytes>) -> std::future::Ready<Reply> + use<> {
    let seen = Arc::clone(seen);
    move |request| {
        let mut seen = seen.lock().unwrap();
        seen.push(request.extensions().get::<Attempt>().cloned());
        let status = if seen.len() < 3 { 503 } else { 200 };
        std::future::ready(Ok(Response::builder()
            .status(status)
            .body(Bytes::new())
            .unwrap()))
    }
}

type Reply = Result<Response<Bytes>, TransportError>;

async fn run(transport: &dyn Transport, change: impl FnOnce(&mut Plan<'_>)) {
    let clock = ManualClock::auto_advancing();
    let mut timing = Timing::new(Some(Arc::new(clock.clone())));
    timing.clock = Arc::new(clock);
    let (retries, codes) = (
        RetryConfig::from(RetryConfig::backoff()),
        RetryCodes::default(),
    );
    let mut plan = Plan::new("createToken", &retries, &codes, timing.clock.monotonic());
    plan.repeat_safe = true;
    change(&mut plan);
    send(transport, Request::new(Bytes::new()), &plan, &timing)
        .await
        .result
        .unwrap();
}

#[tokio::test]
async fn a_transport_that_asks_sees_operation_number_and_limits_of_each_attempt() {
    let seen = Seen::default();
    let transport = transport_fn(recorder(&seen)).reading_attempts();

    run(&transport, |plan| {
        plan.timeout = Some(Duration::from_secs(5));
    })
    .await;

    let seen = seen.lock().unwrap();
    let numbers: Vec<u32> = seen
        .iter()
        .map(|it| it.as_ref().unwrap().number.get())
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
    let last = seen[2].as_ref().unwrap();
    assert_eq!(last.operation, "createToken");
    assert_eq!(last.timeout, Some(Duration::from_secs(5)));
    assert_eq!(last.body_limit, Some(glean_transport::DEFAULT_BODY_LIMIT));
}

#[tokio::test]
async fn one_that_does_not_ask_sees_nothing_unless_the_body_limit_is_another() {
    let seen = Seen::default();
    run(&transport_fn(recorder(&seen)), |_| {}).await;
    assert!(seen.lock().unwrap().iter().all(Option::is_none));

    let seen = Seen::default();
    run(&transport_fn(recorder(&seen)), |plan| {
        plan.body_limit = Some(10);
    })
    .await;
    assert!(
        seen.lock()
            .unwrap()
            .iter()
            .flatten()
            .all(|it| it.body_limit == Some(10))
    );
    assert_eq!(seen.lock().unwrap().iter().flatten().count(), 3);
}

#[tokio::test]
async fn the_deadline_shortens_the_time_out_of_an_attempt() {
    let seen = Seen::default();
    let transport = transport_fn(recorder(&seen)).reading_attempts();

    run(&transport, |plan| {
        plan.timeout = Some(Duration::from_secs(2));
        plan.deadline = Some(Duration::from_secs(3));
    })
    .await;

    let seen = seen.lock().unwrap();
    let timeouts: Vec<Duration> = seen
        .iter()
        .map(|it| it.as_ref().unwrap().timeout.unwrap())
        .collect();
    assert_eq!(timeouts[0], Duration::from_secs(2));
    assert!(timeouts[2] < Duration::from_secs(3), "{timeouts:?}");
}

#[test]
fn a_pointer_to_a_transport_asks_for_what_it_points_to_asks_for() {
    let silent = || transport_fn(recorder(&Seen::default()));
    assert!(!silent().reads_attempt());
    assert!(silent().reading_attempts().reads_attempt());
    assert!(Arc::new(silent().reading_attempts()).reads_attempt());
    let boxed: Box<dyn Transport> = Box::new(silent().reading_attempts());
    assert!(boxed.reads_attempt());
}
