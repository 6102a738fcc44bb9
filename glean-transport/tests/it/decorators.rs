//! Decorators upon decorators.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::{FakeGlean, Reply as Scripted};
use glean_transport::decorate::Hooks;
use glean_transport::{Attempt, Transport, TransportError, TransportExt};
use http::{HeaderMap, HeaderValue, Request};

use crate::call::{create_token, retrying};

/// Counts attempts, and names the one under way in a header.
#[derive(Default)]
struct Numbering(AtomicU32);

#[async_trait]
impl Hooks for Numbering {
    async fn before_request(
        &self,
        attempt: &Attempt,
        mut request: Request<Bytes>,
    ) -> Result<Request<Bytes>, TransportError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let number = HeaderValue::from(attempt.number.get());
        request.headers_mut().insert("x-attempt", number);
        Ok(request)
    }
}

#[derive(Clone, Copy, Debug)]
enum Decorator {
    Hooks,
    DefaultHeaders,
    Tracing,
}

fn decorated(
    inner: Arc<dyn Transport>,
    decorator: Decorator,
    hooks: &Arc<Numbering>,
) -> Arc<dyn Transport> {
    match decorator {
        Decorator::Hooks => Arc::new(inner.with_hooks(Arc::clone(hooks))),
        Decorator::DefaultHeaders => {
            let mut headers = HeaderMap::new();
            headers.append("x-team", HeaderValue::from_static("search"));
            headers.append("x-team", HeaderValue::from_static("signin"));
            Arc::new(inner.with_default_headers(headers))
        }
        #[cfg(feature = "tracing")]
        Decorator::Tracing => Arc::new(inner.with_tracing()),
        #[cfg(not(feature = "tracing"))]
        Decorator::Tracing => inner,
    }
}

#[tokio::test]
async fn in_every_order_they_come_to_the_same() {
    use Decorator::*;
    for order in [
        [Hooks, DefaultHeaders, Tracing],
        [Hooks, Tracing, DefaultHeaders],
        [DefaultHeaders, Hooks, Tracing],
        [DefaultHeaders, Tracing, Hooks],
        [Tracing, Hooks, DefaultHeaders],
        [Tracing, DefaultHeaders, Hooks],
    ] {
        #[cfg(feature = "tracing")]
        let (capture, _guard) = crate::capture::Capture::start();
        let fake = FakeGlean::in_process();
        fake.script([Scripted::status(503), Scripted::status(429), Scripted::ok()]);
        let hooks = Arc::new(Numbering::default());
        let transport = order.into_iter().fold(
            Arc::new(fake.transport()) as Arc<dyn Transport>,
            |it, next| decorated(it, next, &hooks),
        );

        let sent = retrying(&*transport, create_token(&fake)).await;

        assert_eq!(sent.attempts, 3, "{order:?}");
        assert_eq!(sent.result.unwrap().status(), 200, "{order:?}");
        assert_eq!(hooks.0.load(Ordering::Relaxed), 3, "{order:?}");
        let seen: Vec<_> = fake
            .requests()
            .iter()
            .map(|request| {
                let header = |name| request.header(name).map(str::to_owned);
                (header("x-attempt"), header("x-team"))
            })
            .collect();
        let expected =
            ["1", "2", "3"].map(|number| (Some(number.to_owned()), Some("search".to_owned())));
        assert_eq!(seen, expected, "{order:?}");
        #[cfg(feature = "tracing")]
        {
            let spans = capture.spans();
            let numbers: Vec<_> = spans
                .iter()
                .map(|span| span.field("glean_transport.attempt").unwrap())
                .collect();
            assert_eq!(numbers, ["1", "2", "3"], "{order:?}");
        }
    }
}
