//! Calls over a transport, with retries on a manual clock.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use glean_testkit::{FakeGlean, ManualClock};
use glean_transport::retry::{Plan, RetryCodes, RetryConfig, Sent, Timing, send};
use glean_transport::{Transport, TransportError, TransportErrorKind};
use http::{HeaderMap, Request, Response};

pub(crate) type Reply = Result<Response<Bytes>, TransportError>;

/// Makes a request that the fake mints a token for.
pub(crate) fn create_token(fake: &FakeGlean) -> Request<Bytes> {
    Request::post(format!("{}/rest/api/v1/createauthtoken", fake.url()))
        .header("authorization", "Bearer glean_user")
        .header("accept", "application/json")
        .header("content-length", "0")
        .body(Bytes::new())
        .unwrap()
}

/// Makes a request that only closures answer.
pub(crate) fn get() -> Request<Bytes> {
    Request::get("https://api.example.com/x")
        .body(Bytes::new())
        .unwrap()
}

pub(crate) fn status(status: u16) -> Reply {
    Ok(Response::builder()
        .status(status)
        .body(Bytes::new())
        .unwrap())
}

/// Answers 200 with the request's headers and body.
pub(crate) fn echo(request: Request<Bytes>) -> Reply {
    let (parts, body) = request.into_parts();
    let mut response = Response::new(body);
    *response.headers_mut() = parts.headers;
    Ok(response)
}

pub(crate) fn refused() -> Reply {
    Err(TransportErrorKind::Connect.into())
}

pub(crate) fn values<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
    let values = headers.get_all(name).iter();
    values.map(|value| value.to_str().unwrap()).collect()
}

/// Calls `createToken` with retries, connection errors among them, and waits for nothing.
pub(crate) async fn retrying(transport: &dyn Transport, request: Request<Bytes>) -> Sent {
    retrying_within(transport, request, None).await
}

pub(crate) async fn retrying_within(
    transport: &dyn Transport,
    request: Request<Bytes>,
    timeout: Option<Duration>,
) -> Sent {
    let clock = ManualClock::auto_advancing();
    let mut timing = Timing::new(Some(Arc::new(clock.clone())));
    timing.clock = Arc::new(clock);
    let retries: RetryConfig = RetryConfig::backoff()
        .max_attempts(3)
        .retry_connection_errors(true)
        .into();
    let codes = RetryCodes::default();
    let mut plan = Plan::new("createToken", &retries, &codes, timing.clock.monotonic());
    plan.repeat_safe = true;
    plan.timeout = timeout;
    send(transport, request, &plan, &timing).await
}
