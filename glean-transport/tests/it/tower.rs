//! Services as transports, and transports as services.

use std::error::Error;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use glean_transport::retry::{self, Plan, RetryCodes, RetryConfig, Timing};
use glean_transport::tower_service_0_3::{TowerTransport, TransportService};
use glean_transport::{Attempt, Transport, TransportError, TransportErrorKind, transport_fn};
use http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use tokio::sync::Semaphore;
use tower::{Service, ServiceBuilder, ServiceExt, service_fn};

type BoxError = Box<dyn Error + Send + Sync>;

fn request() -> Request<Bytes> {
    Request::new(Bytes::from("ping"))
}

async fn echo(request: Request<Full<Bytes>>) -> Result<Response<Full<Bytes>>, BoxError> {
    Ok(Response::new(request.into_body()))
}

#[tokio::test]
async fn a_service_answers_as_a_transport() {
    let transport = TowerTransport::new(service_fn(echo));
    assert_eq!(transport.send(request()).await.unwrap().body(), "ping");
}

#[tokio::test]
async fn a_transport_answers_as_a_service_whose_body_is_collected() {
    let transport = transport_fn(|request: Request<Bytes>| async move {
        Ok(Response::new(Bytes::from(format!(
            "{} bytes",
            request.body().len()
        ))))
    });
    let body = Full::new(Bytes::from("ping")).map_frame(|frame| frame);

    let response = TransportService::new(transport)
        .oneshot(Request::new(body))
        .await
        .unwrap();

    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(body, "4 bytes");
}

#[tokio::test]
async fn there_and_back_again_an_error_is_the_same() {
    let failing = transport_fn(|_| async {
        Err(TransportError::new(TransportErrorKind::Timeout, "too late"))
    });
    let transport = TowerTransport::new(TransportService::new(failing));

    let error = transport.send(request()).await.unwrap_err();

    assert_eq!(error.kind(), TransportErrorKind::Timeout);
    assert_eq!(error.source().unwrap().to_string(), "too late");
}

/// A service that counts its clones' calls, and is ready only in the clone that was asked.
#[derive(Clone)]
struct Picky {
    ready: bool,
    asked: Arc<AtomicUsize>,
}

impl Service<Request<Full<Bytes>>> for Picky {
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = std::future::Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.ready = true;
        self.asked.fetch_add(1, Ordering::Relaxed);
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        assert!(
            std::mem::take(&mut self.ready),
            "called before it was ready"
        );
        std::future::ready(Ok(Response::new(request.into_body())))
    }
}

#[tokio::test]
async fn the_clone_that_was_found_ready_is_the_one_that_is_called() {
    let asked = Arc::new(AtomicUsize::new(0));
    let transport = TowerTransport::new(Picky {
        ready: false,
        asked: Arc::clone(&asked),
    });
    for _ in 0..3 {
        transport.send(request()).await.unwrap();
    }
    assert_eq!(asked.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn a_limit_shared_by_clones_holds_and_a_dropped_request_gives_its_turn_back() {
    let gate = Arc::new(Semaphore::new(0));
    let began = Arc::new(AtomicUsize::new(0));
    let (opened, begun) = (Arc::clone(&gate), Arc::clone(&began));
    let slow = service_fn(move |request: Request<Full<Bytes>>| {
        let (opened, begun) = (Arc::clone(&opened), Arc::clone(&begun));
        async move {
            begun.fetch_add(1, Ordering::Relaxed);
            opened.acquire().await?.forget();
            Ok::<_, BoxError>(Response::new(request.into_body()))
        }
    });
    let transport = TowerTransport::new(ServiceBuilder::new().concurrency_limit(1).service(slow));

    let mut first = pin!(transport.send(request()));
    let mut second = Box::pin(transport.send(request()));
    let mut third = pin!(transport.send(request()));
    // The first is under way, the others wait for their turn.
    assert!(poll_once(&mut first).await.is_none());
    assert!(poll_once(&mut second).await.is_none());
    assert!(poll_once(&mut third).await.is_none());
    assert_eq!(began.load(Ordering::Relaxed), 1);

    drop(second);
    gate.add_permits(2);
    first.await.unwrap();
    third.await.unwrap();

    assert_eq!(began.load(Ordering::Relaxed), 2);
}

async fn poll_once<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|cx| match std::pin::Pin::new(&mut *future).poll(cx) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

#[derive(Clone)]
struct NeverReady;

impl Service<Request<Full<Bytes>>> for NeverReady {
    type Response = Response<Full<Bytes>>;
    type Error = BoxError;
    type Future = std::future::Ready<Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Err("shut down".into()))
    }

    fn call(&mut self, _: Request<Full<Bytes>>) -> Self::Future {
        unreachable!("it is never ready")
    }
}

#[tokio::test]
async fn a_service_that_does_not_get_ready_was_not_given_the_request() {
    let error = TowerTransport::new(NeverReady)
        .send(request())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(!error.may_have_been_processed());
}

#[tokio::test]
async fn an_unknown_error_may_have_been_processed_unless_the_caller_knows_better() {
    let refusing = || {
        service_fn(|_: Request<Full<Bytes>>| async {
            let refused = io::Error::from(io::ErrorKind::ConnectionRefused);
            Err::<Response<Full<Bytes>>, BoxError>(refused.into())
        })
    };
    let plain = TowerTransport::new(refusing());
    let knowing = TowerTransport::new(refusing()).classify_with(|error| {
        let io = error.downcast_ref::<io::Error>()?;
        (io.kind() == io::ErrorKind::ConnectionRefused).then_some(TransportErrorKind::Connect)
    });

    let unknown = plain.send(request()).await.unwrap_err();
    let known = knowing.send(request()).await.unwrap_err();

    assert_eq!(unknown.kind(), TransportErrorKind::Other);
    assert_eq!(known.kind(), TransportErrorKind::Connect);
}

#[tokio::test]
async fn the_body_limit_holds_for_a_service_whatever_its_body_type() {
    let mut limited = request();
    let mut attempt = Attempt::new("test");
    attempt.body_limit = Some(3);
    limited.extensions_mut().insert(attempt);
    let error = TowerTransport::new(service_fn(echo))
        .send(limited)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::TooLarge);

    // A layer's own limit is told as such too.
    let layered = service_fn(|request: Request<Full<Bytes>>| async {
        Ok::<_, BoxError>(Response::new(Limited::new(request.into_body(), 3)))
    });
    let error = TowerTransport::new(layered)
        .send(request())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::TooLarge);
}

#[tokio::test]
async fn what_stands_below_a_service_sees_the_attempt() {
    let asked = transport_fn(|request: Request<Bytes>| async move {
        let attempt = request.extensions().get::<Attempt>().cloned();
        Ok(Response::new(Bytes::from(format!(
            "{:?}",
            attempt.map(|own| own.operation)
        ))))
    });
    let transport = TowerTransport::new(TransportService::new(asked));
    let codes = RetryCodes::default();
    let plan = Plan::new("ping", &RetryConfig::None, &codes, Duration::ZERO);

    let sent = retry::send(&transport, request(), &plan, &Timing::new(None)).await;

    assert_eq!(sent.result.unwrap().body(), "Some(\"ping\")");
}

/// A body that fails at once, as a connection does.
struct Failing;

impl http_body::Body for Failing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, io::Error>>> {
        Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into())))
    }
}

#[tokio::test]
async fn a_body_that_fails_belongs_to_a_request_that_has_been_seen() {
    let service =
        service_fn(|_: Request<Full<Bytes>>| async { Ok::<_, BoxError>(Response::new(Failing)) });
    // Meant for connecting; a body can fail in the same way.
    let transport = TowerTransport::new(service).classify_with(|error| {
        let io = error.downcast_ref::<io::Error>()?;
        (io.kind() == io::ErrorKind::TimedOut).then_some(TransportErrorKind::Connect)
    });

    let error = transport.send(request()).await.unwrap_err();

    assert_eq!(error.kind(), TransportErrorKind::Body);
}

#[tokio::test]
async fn a_body_that_tower_http_decodes_carries_no_stale_header() {
    // `ok` by `gzip -n`.
    const GZIPPED: &[u8] = &[
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0xcf, 6, 0, 0x47, 0xdd, 0xdc, 0x79, 2, 0, 0, 0,
    ];
    let backend = transport_fn(|_| async {
        Response::builder()
            .header("content-encoding", "gzip")
            .header("content-length", GZIPPED.len())
            .body(Bytes::from_static(GZIPPED))
            .map_err(|error| TransportError::new(TransportErrorKind::Other, error))
    });
    let layered = ServiceBuilder::new()
        .layer(tower_http::decompression::DecompressionLayer::new())
        .service(TransportService::new(backend));

    let response = TowerTransport::new(layered).send(request()).await.unwrap();

    assert_eq!(response.body(), "ok");
    assert!(!response.headers().contains_key("content-encoding"));
    assert!(!response.headers().contains_key("content-length"));
}
