//! Spans and events of attempts: what is in them, and what never is.

use std::future::pending;
use std::time::Duration;

use ::tracing::{Level, Span, info, info_span};
use bytes::Bytes;
use glean_testkit::{FakeGlean, Reply as Scripted};
use glean_transport::{
    Attempt, Transport, TransportError, TransportErrorKind, TransportExt, transport_fn,
};
use http::{HeaderName, HeaderValue, Request, Response, Version};

use crate::call::{create_token, echo, get, refused, retrying, retrying_within, status};
use crate::capture::{Capture, Noted};

const TARGET: &str = "glean_transport::attempt";

/// Gives all fields of a span, in the order of their names.
fn fields(span: &Noted) -> Vec<(&str, &str)> {
    let fields = span.fields.iter();
    fields
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

fn messages(capture: &Capture) -> Vec<String> {
    let events = capture.events();
    events
        .iter()
        .map(|event| event.field("message").unwrap().to_owned())
        .collect()
}

/// Sends one request over `transport`, with tracing around it, and gives its span.
async fn span_of(transport: impl Transport, request: Request<Bytes>) -> Noted {
    let (capture, _guard) = Capture::start();
    let _ = transport.with_tracing().send(request).await;
    let [span] = <[Noted; 1]>::try_from(capture.spans()).unwrap();
    assert!(span.is_closed);
    span
}

#[tokio::test]
async fn the_span_of_an_attempt_has_the_fields_of_opentelemetrys_http_client() {
    let transport = transport_fn(|_| async { status(200) });
    let span = span_of(transport, get()).await;

    assert_eq!((span.name, &*span.target), ("attempt", TARGET));
    assert_eq!((span.level, span.parent), (Level::INFO, None));
    assert_eq!(
        fields(&span),
        [
            ("glean_transport.attempt", "1"),
            ("http.request.method", "GET"),
            ("http.response.status_code", "200"),
            ("network.protocol.version", "1.1"),
            ("otel.kind", "client"),
            ("otel.name", "GET"),
            ("server.address", "api.example.com"),
            ("server.port", "443"),
            ("url.full", "https://api.example.com/x"),
        ]
    );
}

#[tokio::test]
async fn each_attempt_of_a_call_has_a_span_with_its_number_and_two_events() {
    let (capture, _guard) = Capture::start();
    let fake = FakeGlean::in_process();
    fake.script([Scripted::status(503), Scripted::ok()]);
    let transport = fake.transport().with_tracing();

    let outer = info_span!("request of a user");
    let entered = outer.enter();
    let sent = retrying(&transport, create_token(&fake)).await;
    drop(entered);

    assert_eq!(sent.attempts, 2);
    let spans = capture.spans();
    assert_eq!(spans.len(), 3);
    for (span, number, resends, code, error) in [
        (&spans[1], "1", None, "503", Some("503")),
        (&spans[2], "2", Some("1"), "200", None),
    ] {
        assert_eq!(span.parent, Some(0));
        assert_eq!(span.field("glean_transport.operation"), Some("createToken"));
        assert_eq!(span.field("glean_transport.attempt"), Some(number));
        assert_eq!(span.field("http.request.resend_count"), resends);
        assert_eq!(span.field("http.response.status_code"), Some(code));
        assert_eq!(span.field("error.type"), error);
        assert_eq!(span.field("otel.status_code"), error.map(|_| "ERROR"));
    }
    let events: Vec<_> = capture
        .events()
        .into_iter()
        .map(|event| {
            assert_eq!((event.level, &*event.target), (Level::DEBUG, TARGET));
            let code = event.field("http.response.status_code");
            (
                event.parent.unwrap(),
                event.field("message").unwrap().to_owned(),
                code.map(str::to_owned),
            )
        })
        .collect();
    assert_eq!(
        events,
        [
            (1, "sending".to_owned(), None),
            (
                1,
                "received 503 Service Unavailable".to_owned(),
                Some("503".to_owned())
            ),
            (2, "sending".to_owned(), None),
            (2, "received 200 OK".to_owned(), Some("200".to_owned())),
        ]
    );
}

#[tokio::test]
async fn statuses_from_400_on_are_errors() {
    for (code, is_error) in [
        (204, false),
        (302, false),
        (399, false),
        (400, true),
        (404, true),
        (503, true),
        (600, true),
        (999, true),
    ] {
        let span = span_of(transport_fn(move |_| async move { status(code) }), get()).await;

        let expected = is_error.then(|| code.to_string());
        assert_eq!(span.field("error.type"), expected.as_deref());
        let expected = is_error.then_some("ERROR");
        assert_eq!(span.field("otel.status_code"), expected, "{code}");
    }
}

#[tokio::test]
async fn an_error_is_told_by_its_kind_and_not_by_its_source() {
    use TransportErrorKind::*;
    for (kind, expected) in [
        (InvalidRequest, "invalid_request"),
        (Connect, "connect"),
        (Timeout, "timeout"),
        (Interrupted, "interrupted"),
        (Body, "body"),
        (TooLarge, "too_large"),
        (Other, "other"),
    ] {
        let (capture, _guard) = Capture::start();
        let transport =
            transport_fn(move |_| async move { Err(TransportError::new(kind, "pl4nted")) });

        transport.with_tracing().send(get()).await.unwrap_err();

        let span = &capture.spans()[0];
        assert_eq!(span.field("error.type"), Some(expected));
        assert_eq!(span.field("otel.status_code"), Some("ERROR"));
        assert_eq!(span.field("http.response.status_code"), None);
        let event = &capture.events()[1];
        assert_eq!(event.field("error.type"), Some(expected));
        let text = TransportError::from(kind).to_string();
        assert_eq!(event.field("message"), Some(&*text));
        assert!(!capture.everything().contains("pl4nted"));
    }
}

#[tokio::test]
async fn an_attempt_that_is_dropped_is_cancelled_a_time_out_too() {
    let (capture, _guard) = Capture::start();
    let transport = transport_fn(|_| pending()).with_tracing();

    let sent = retrying_within(&transport, get(), Some(Duration::from_secs(5))).await;

    assert_eq!(sent.result.unwrap_err().kind(), TransportErrorKind::Timeout);
    let spans = capture.spans();
    assert_eq!(spans.len(), 3);
    for span in spans {
        assert_eq!(span.field("error.type"), Some("cancelled"));
        assert_eq!(span.field("otel.status_code"), Some("ERROR"));
        assert!(span.is_closed);
    }
    let events = capture.events();
    assert_eq!((events.len(), events[1].parent), (6, Some(0)));
    assert_eq!(
        messages(&capture)[..2],
        ["sending", "given up before the whole reply came"]
    );
}

#[tokio::test]
async fn the_span_is_current_for_what_the_transport_does_and_for_nothing_else() {
    let (capture, _guard) = Capture::start();
    let transport = transport_fn(|_| async {
        info!("before");
        tokio::task::yield_now().await;
        info!("after");
        status(200)
    })
    .with_tracing();

    let exchange = transport.send(get());
    let meanwhile = async {
        info!("meanwhile");
        assert!(Span::current().is_none());
    };
    let (reply, ()) = tokio::join!(exchange, meanwhile);

    reply.unwrap();
    let events = capture.events();
    let places: Vec<_> = events
        .iter()
        .map(|event| (event.field("message").unwrap(), event.parent))
        .collect();
    assert_eq!(
        places,
        [
            ("sending", Some(0)),
            ("before", Some(0)),
            ("meanwhile", None),
            ("after", Some(0)),
            ("received 200 OK", Some(0)),
        ]
    );
}

#[tokio::test]
async fn the_protocols_version_is_written_as_the_conventions_say() {
    for (version, expected) in [
        (Version::HTTP_09, "0.9"),
        (Version::HTTP_10, "1.0"),
        (Version::HTTP_11, "1.1"),
        (Version::HTTP_2, "2"),
        (Version::HTTP_3, "3"),
    ] {
        let transport = transport_fn(move |_| async move {
            let mut response = Response::new(Bytes::new());
            *response.version_mut() = version;
            Ok(response)
        });
        let span = span_of(transport, get()).await;
        assert_eq!(span.field("network.protocol.version"), Some(expected));
    }
}

#[tokio::test]
async fn headers_are_shown_if_they_are_allowed_and_there() {
    let [absent, repeated, odd] = ["x-absent", "x-repeated", "x-odd"].map(HeaderName::from_static);
    let mut request = get();
    for (name, value) in [
        (&repeated, &b"1"[..]),
        (&repeated, b"2"),
        (&odd, b"caf\xe9"),
    ] {
        let value = HeaderValue::from_bytes(value).unwrap();
        request.headers_mut().append(name, value);
    }
    let (capture, _guard) = Capture::start();
    let transport = transport_fn(|request| async { echo(request) })
        .with_tracing()
        .request_header(repeated.clone())
        .request_header(repeated)
        .request_header(absent.clone())
        .response_header(absent)
        .response_header(odd);

    transport.send(request).await.unwrap();

    let span = &capture.spans()[0];
    let of_request = r#"{"x-repeated": ["1", "2"]}"#;
    assert_eq!(span.field("http.request.header"), Some(of_request));
    let of_response = r#"{"x-odd": ["caf\xe9"]}"#;
    assert_eq!(span.field("http.response.header"), Some(of_response));
}

#[tokio::test]
async fn without_a_subscriber_the_request_goes_through_as_it_is() {
    let transport = transport_fn(|request: Request<Bytes>| async move {
        assert!(Span::current().is_none());
        echo(request)
    });
    let mut request = get();
    *request.body_mut() = Bytes::from("hello");

    let response = transport.with_tracing().send(request).await.unwrap();

    assert_eq!(response.body(), "hello");
    let refuses = transport_fn(|_| async { refused() }).with_tracing();
    assert!(refuses.send(get()).await.is_err());
}

#[test]
fn tracing_asks_for_the_attempt() {
    assert!(
        transport_fn(|_| async { refused() })
            .with_tracing()
            .reads_attempt()
    );
}

#[tokio::test]
async fn no_secret_is_in_anything_that_a_subscriber_sees() {
    const PLANTED: [&str; 14] = [
        "in-authorization",
        "in-proxy-authorization",
        "in-cookie",
        "in-acting-user",
        "in-marked-header",
        "in-unlisted-header",
        "in-user",
        "in-password",
        "in-query-key",
        "in-query-value",
        "in-request-body",
        "in-response-body",
        "in-set-cookie",
        "in-response-marked",
    ];
    let url = "https://in-user:in-password@api.example.com/x?in-query-key=in-query-value";
    let mut marked = HeaderValue::from_static("in-marked-header");
    marked.set_sensitive(true);
    let mut request = Request::post(url)
        .header("authorization", "Bearer in-authorization")
        .header("proxy-authorization", "Basic in-proxy-authorization")
        .header("cookie", "session=in-cookie")
        .header("x-glean-actas", "in-acting-user@example.com")
        .header("x-marked", marked)
        .header("x-unlisted", "in-unlisted-header")
        .body(Bytes::from("in-request-body"))
        .unwrap();
    let mut attempt = Attempt::new("createToken");
    attempt.number = 2.try_into().unwrap();
    request.extensions_mut().insert(attempt);

    let answers = |request: Request<Bytes>| {
        let mut response = Response::new(Bytes::from("in-response-body"));
        *response.headers_mut() = request.headers().clone();
        let headers = response.headers_mut();
        headers.insert("set-cookie", HeaderValue::from_static("in-set-cookie"));
        let mut marked = HeaderValue::from_static("in-response-marked");
        marked.set_sensitive(true);
        headers.insert("x-marked", marked);
        Ok(response)
    };
    let fails = |request: Request<Bytes>| {
        let source = format!("{request:?} {:?}", request.body());
        Err(TransportError::new(TransportErrorKind::Other, source))
    };
    for reply in [
        answers as fn(Request<Bytes>) -> Result<Response<Bytes>, TransportError>,
        fails,
    ] {
        let (capture, _guard) = Capture::start();
        let mut traced = transport_fn(move |request| async move { reply(request) }).with_tracing();
        for name in [
            "authorization",
            "proxy-authorization",
            "cookie",
            "set-cookie",
            "x-glean-actas",
            "x-marked",
        ] {
            let name = HeaderName::from_static(name);
            traced = traced.request_header(name.clone()).response_header(name);
        }
        // And once more by way of a pointer, with what the decorators' own `Debug` shows.
        let traced = std::sync::Arc::new(traced);
        info!(transport = ?traced, "planted");

        let _ = traced.send(request.clone()).await;

        let everything = capture.everything();
        assert_eq!(
            capture.spans()[0].field("http.request.resend_count"),
            Some("1")
        );
        assert!(everything.contains("x-marked"), "{everything}");
        assert!(
            everything.contains("https://api.example.com/x?REDACTED"),
            "{everything}"
        );
        for secret in PLANTED {
            assert!(!everything.contains(secret), "{secret}: {everything}");
        }
    }
}
