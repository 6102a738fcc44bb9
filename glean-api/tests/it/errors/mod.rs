//! The error type itself: its size, its sources, and its use without a client.

mod chain;
mod redact;

use std::time::Duration;

use glean_api::credential::{ApiToken, credential_fn};
use glean_api::transport::{TransportError, TransportErrorKind, transport_fn};
use glean_api::{Error, ErrorKind, GleanError};
use glean_testkit::ManualClock;

use crate::support::{Reply, failure, in_process, recording};

#[test]
fn an_error_is_one_pointer_wide_and_goes_anywhere() {
    fn goes_anywhere<T: std::error::Error + Send + Sync + Unpin + 'static>() {}
    goes_anywhere::<Error>();
    goes_anywhere::<GleanError>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
}

#[tokio::test]
async fn an_error_says_which_operation_failed_and_how_long_it_took() {
    let clock = ManualClock::new();
    let ticking = clock.clone();
    let transport = transport_fn(move |_| {
        ticking.advance(Duration::from_millis(1234));
        async { Err(TransportError::from(TransportErrorKind::Interrupted)) }
    });
    let glean = in_process()
        .clock(clock)
        .transport(transport)
        .build()
        .unwrap();
    let error = failure(&glean).await;
    assert_eq!(error.operation(), Some("createToken"));
    assert_eq!(error.elapsed(), Duration::from_millis(1234));
    assert_eq!(error.attempts(), 1);
}

#[tokio::test]
async fn a_deadline_that_the_credential_used_up_leaves_nothing_to_send_or_to_stop() {
    let clock = ManualClock::new();
    let ticking = clock.clone();
    let provider = credential_fn(move || {
        ticking.advance(Duration::from_secs(5));
        async { Ok(ApiToken::from("s3cret")) }
    });
    let (transport, requests) = recording(&Reply::new(500));
    let glean = in_process()
        .clock(clock)
        .credential_provider(provider)
        .deadline(Duration::from_secs(5))
        .transport(transport)
        .build()
        .unwrap();
    let error = failure(&glean).await;
    assert!(error.is_timeout());
    assert_eq!((error.attempts(), error.stop_reason()), (0, None));
    assert_eq!(error.elapsed(), Duration::from_secs(5));
    assert_eq!(requests.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn what_a_caller_asks_of_a_kind_it_asks_by_name() {
    let of_transport = |kind| Reply::raw("", kind);
    for (reply, kind, [is_api, is_connection, is_timeout, is_invalid]) in [
        (Reply::new(404), ErrorKind::Api, [true, false, false, false]),
        (Reply::new(302), ErrorKind::UnexpectedResponse, [false; 4]),
        (Reply::json("{}"), ErrorKind::ResponseValidation, [false; 4]),
        (
            of_transport(TransportErrorKind::Connect),
            ErrorKind::Connection,
            [false, true, false, false],
        ),
        (
            of_transport(TransportErrorKind::Body),
            ErrorKind::Connection,
            [false, true, false, false],
        ),
        (
            of_transport(TransportErrorKind::Timeout),
            ErrorKind::Timeout,
            [false, false, true, false],
        ),
        (
            of_transport(TransportErrorKind::InvalidRequest),
            ErrorKind::InvalidRequest,
            [false, false, false, true],
        ),
        (
            of_transport(TransportErrorKind::TooLarge),
            ErrorKind::Transport,
            [false; 4],
        ),
        (
            of_transport(TransportErrorKind::Other),
            ErrorKind::Transport,
            [false; 4],
        ),
    ] {
        let (transport, _) = recording(&reply);
        let glean = in_process().transport(transport).build().unwrap();
        let error = failure(&glean).await;
        assert_eq!(error.kind(), kind);
        assert_eq!(error.is_api(), is_api, "{kind:?}");
        assert_eq!(error.is_connection(), is_connection, "{kind:?}");
        assert_eq!(error.is_timeout(), is_timeout, "{kind:?}");
        assert_eq!(error.is_invalid_request(), is_invalid, "{kind:?}");
    }
}
