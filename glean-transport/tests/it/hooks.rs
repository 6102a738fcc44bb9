//! Hooks around attempts: what they see, change, refuse and answer.

use std::error::Error;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::{FakeGlean, Reply as Scripted};
use glean_transport::decorate::Hooks;
use glean_transport::{
    Attempt, DEFAULT_BODY_LIMIT, Transport, TransportError, TransportErrorKind, TransportExt,
    transport_fn,
};
use http::{HeaderValue, Request, Response};

use crate::call::{Reply, create_token, echo, get, refused, retrying, status, values};

type Log = Arc<Mutex<Vec<String>>>;

/// Writes down what it is told.
struct Logging {
    name: &'static str,
    log: Log,
}

impl Logging {
    fn new(name: &'static str, log: &Log) -> Self {
        Self {
            name,
            log: Arc::clone(log),
        }
    }

    fn note(&self, attempt: &Attempt, what: &str) {
        let Attempt {
            operation, number, ..
        } = attempt;
        let line = format!("{} {operation}#{number} {what}", self.name);
        self.log.lock().unwrap().push(line);
    }
}

#[async_trait]
impl Hooks for Logging {
    async fn before_request(
        &self,
        attempt: &Attempt,
        request: Request<Bytes>,
    ) -> Result<Request<Bytes>, TransportError> {
        self.note(attempt, request.method().as_str());
        Ok(request)
    }

    async fn after_response(&self, attempt: &Attempt, response: Response<Bytes>) -> Reply {
        self.note(attempt, response.status().as_str());
        Ok(response)
    }

    async fn on_error(&self, attempt: &Attempt, error: TransportError) -> Reply {
        self.note(attempt, &error.to_string());
        Err(error)
    }
}

/// Does something other in each place.
#[derive(Clone, Copy)]
struct Meddling {
    before: fn(Request<Bytes>) -> Result<Request<Bytes>, TransportError>,
    after: fn(Response<Bytes>) -> Reply,
    on_error: fn(TransportError) -> Reply,
}

const NOTHING: Meddling = Meddling {
    before: Ok,
    after: Ok,
    on_error: Err,
};

#[async_trait]
impl Hooks for Meddling {
    async fn before_request(
        &self,
        _attempt: &Attempt,
        request: Request<Bytes>,
    ) -> Result<Request<Bytes>, TransportError> {
        (self.before)(request)
    }

    async fn after_response(&self, _attempt: &Attempt, response: Response<Bytes>) -> Reply {
        (self.after)(response)
    }

    async fn on_error(&self, _attempt: &Attempt, error: TransportError) -> Reply {
        (self.on_error)(error)
    }
}

fn failing(why: &'static str) -> TransportError {
    TransportError::new(TransportErrorKind::Other, why)
}

fn cause(reply: Reply) -> String {
    reply.unwrap_err().source().unwrap().to_string()
}

#[tokio::test]
async fn each_attempt_of_a_call_is_seen_with_its_operation_and_number() {
    let fake = FakeGlean::in_process();
    fake.script([Scripted::status(503), Scripted::status(429), Scripted::ok()]);
    let log = Log::default();
    let transport = fake.transport().with_hooks(Logging::new("hooks", &log));

    let sent = retrying(&transport, create_token(&fake)).await;

    assert_eq!(
        (sent.attempts, sent.result.unwrap().status()),
        (3, 200.try_into().unwrap())
    );
    assert_eq!(
        *log.lock().unwrap(),
        [
            "hooks createToken#1 POST",
            "hooks createToken#1 503",
            "hooks createToken#2 POST",
            "hooks createToken#2 429",
            "hooks createToken#3 POST",
            "hooks createToken#3 200",
        ]
    );
}

#[tokio::test]
async fn an_error_is_seen_by_on_error_alone() {
    let log = Log::default();
    let transport = transport_fn(|_| async { refused() }).with_hooks(Logging::new("hooks", &log));

    let sent = retrying(&transport, get()).await;

    assert_eq!(sent.attempts, 3);
    assert_eq!(
        log.lock().unwrap()[4..],
        [
            "hooks createToken#3 GET",
            "hooks createToken#3 could not connect"
        ]
    );
}

#[tokio::test]
async fn a_request_without_an_attempt_is_the_first_of_an_unnamed_operation() {
    let log = Log::default();
    let transport = transport_fn(|_| async { status(204) }).with_hooks(Logging::new("hooks", &log));

    transport.send(get()).await.unwrap();

    assert_eq!(*log.lock().unwrap(), ["hooks #1 GET", "hooks #1 204"]);
}

#[tokio::test]
async fn the_outermost_hooks_see_the_request_first_and_the_response_last() {
    let log = Log::default();
    let transport = transport_fn(|_| async { status(200) })
        .with_hooks(Logging::new("inner", &log))
        .with_hooks(Logging::new("outer", &log));

    transport.send(get()).await.unwrap();

    assert_eq!(
        *log.lock().unwrap(),
        [
            "outer #1 GET",
            "inner #1 GET",
            "inner #1 200",
            "outer #1 200"
        ]
    );
}

#[tokio::test]
async fn what_hooks_change_is_what_passes() {
    let hooks = Meddling {
        before: |mut request| {
            let value = HeaderValue::from_static("added");
            request.headers_mut().insert("x-hook", value);
            Ok(request)
        },
        after: |mut response| {
            *response.body_mut() = Bytes::from("changed");
            Ok(response)
        },
        ..NOTHING
    };
    let transport = transport_fn(|request| async { echo(request) }).with_hooks(hooks);

    let response = transport.send(get()).await.unwrap();

    assert_eq!(values(response.headers(), "x-hook"), ["added"]);
    assert_eq!(response.body(), "changed");
}

#[tokio::test]
async fn a_hook_that_fails_before_the_request_has_nothing_sent_and_its_error_goes_out_as_it_is() {
    let hooks = Meddling {
        before: |_| Err(failing("before")),
        after: |_| panic!("there was a response"),
        on_error: |_| panic!("the hook's own error came back to it"),
    };
    let transport = transport_fn(|_| async { panic!("it was sent") }).with_hooks(hooks);

    assert_eq!(cause(transport.send(get()).await), "before");
}

#[tokio::test]
async fn a_hook_that_fails_after_the_response_replaces_it_and_its_error_goes_out_as_it_is() {
    let hooks = Meddling {
        after: |_| Err(failing("after")),
        on_error: |_| panic!("the hook's own error came back to it"),
        ..NOTHING
    };
    let transport = transport_fn(|_| async { status(200) }).with_hooks(hooks);

    assert_eq!(cause(transport.send(get()).await), "after");
}

#[tokio::test]
async fn outer_hooks_see_the_error_of_inner_ones() {
    let inner = Meddling {
        after: |_| Err(failing("inner")),
        ..NOTHING
    };
    let outer = Meddling {
        on_error: |error| {
            assert_eq!(error.source().unwrap().to_string(), "inner");
            status(599)
        },
        ..NOTHING
    };
    let transport = transport_fn(|_| async { status(200) })
        .with_hooks(inner)
        .with_hooks(outer);

    assert_eq!(transport.send(get()).await.unwrap().status(), 599);
}

#[tokio::test]
async fn on_error_may_answer_in_place_and_that_response_goes_out_as_it_is() {
    let hooks = Meddling {
        after: |_| panic!("it came back to the hook"),
        on_error: |error| {
            assert_eq!(error.kind(), TransportErrorKind::Connect);
            status(299)
        },
        ..NOTHING
    };
    let transport = transport_fn(|_| async { refused() }).with_hooks(hooks);

    let sent = retrying(&transport, get()).await;

    assert_eq!((sent.attempts, sent.stop_reason), (1, None));
    assert_eq!(sent.result.unwrap().status(), 299);
}

#[tokio::test]
async fn on_error_may_give_another_error() {
    let hooks = Meddling {
        on_error: |_| Err(failing("another")),
        ..NOTHING
    };
    let transport = transport_fn(|_| async { refused() }).with_hooks(hooks);

    let error = transport.send(get()).await.unwrap_err();

    assert_eq!(error.kind(), TransportErrorKind::Other);
}

#[tokio::test]
async fn the_attempt_stays_with_a_request_that_the_hooks_made_anew() {
    let hooks = Meddling {
        before: |_| Ok(Request::new(Bytes::new())),
        ..NOTHING
    };
    let transport = transport_fn(|request: Request<Bytes>| async move {
        let attempt = request.extensions().get::<Attempt>().unwrap();
        assert_eq!((attempt.number.get(), attempt.body_limit), (1, Some(7)));
        status(200)
    });
    let mut attempt = Attempt::new("createToken");
    attempt.body_limit = Some(7);
    let mut request = get();
    request.extensions_mut().insert(attempt);

    transport.with_hooks(hooks).send(request).await.unwrap();
}

#[tokio::test]
async fn an_attempt_that_the_hooks_put_there_is_the_one_that_goes_on() {
    let hooks = Meddling {
        before: |mut request| {
            let mut attempt = Attempt::new("renamed");
            attempt.body_limit = None;
            request.extensions_mut().insert(attempt);
            Ok(request)
        },
        ..NOTHING
    };
    let transport = transport_fn(|request: Request<Bytes>| async move {
        assert_eq!(Attempt::body_limit_of(request.extensions()), None);
        status(200)
    });

    retrying(&transport.with_hooks(hooks), get())
        .await
        .result
        .unwrap();
}

#[tokio::test]
async fn hooks_that_do_nothing_change_nothing() {
    struct Idle;
    impl Hooks for Idle {}
    let transport = transport_fn(|request: Request<Bytes>| async move {
        assert_eq!(
            Attempt::body_limit_of(request.extensions()),
            Some(DEFAULT_BODY_LIMIT)
        );
        echo(request)
    });
    let mut request = get();
    *request.body_mut() = Bytes::from("hello");

    let response = transport.with_hooks(Idle).send(request).await.unwrap();
    assert_eq!(response.body(), "hello");

    let error = transport_fn(|_| async { refused() })
        .with_hooks(Idle)
        .send(get())
        .await;
    assert_eq!(error.unwrap_err().kind(), TransportErrorKind::Connect);
}

#[tokio::test]
async fn pointers_to_hooks_are_hooks() {
    let log = Log::default();
    let shared: Arc<dyn Hooks> = Arc::new(Logging::new("shared", &log));
    let boxed: Box<dyn Hooks> = Box::new(Logging::new("boxed", &log));
    let answers = transport_fn(|_| async { status(200) })
        .with_hooks(Arc::clone(&shared))
        .with_hooks(boxed);
    let fails = transport_fn(|_| async { refused() }).with_hooks(shared);

    answers.send(get()).await.unwrap();
    fails.send(get()).await.unwrap_err();

    assert_eq!(
        *log.lock().unwrap(),
        [
            "boxed #1 GET",
            "shared #1 GET",
            "shared #1 200",
            "boxed #1 200",
            "shared #1 GET",
            "shared #1 could not connect",
        ]
    );
}

#[test]
fn hooks_ask_for_the_attempt_and_debug_shows_nothing_of_them() {
    let log: Log = Arc::new(Mutex::new(vec!["s3cret".to_owned()]));
    let transport = transport_fn(|_| async { refused() }).with_hooks(Logging::new("s3cret", &log));

    assert!(transport.reads_attempt());
    let shown = format!("{transport:?}");
    assert!(shown.contains("hooks::Logging"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}
