//! The transport without a socket.

use std::error::Error;
use std::sync::Arc;

use bytes::Bytes;
use glean_testkit::{FakeGlean, FakeGleanBuilder, InProcess, ManualClock, Reply};
use glean_transport::{Attempt, Transport, TransportErrorKind};
use http::Request;

use crate::call::{Call, PATH, ready, send};

#[test]
fn it_frames_a_request_as_a_wire_would() {
    let glean = FakeGlean::in_process();
    let request = Request::post(format!("{}{PATH}", glean.url()))
        .header("authorization", "Bearer glean_user")
        .body(Bytes::new())
        .unwrap();
    let reply = send(&glean, request).unwrap();
    assert_eq!(reply.status(), 200);
    assert_eq!(
        reply.headers()["content-length"],
        reply.body().len().to_string().as_str()
    );
    let received = &glean.requests()[0];
    assert_eq!(received.header("content-length"), Some("0"));
    assert_eq!(received.header("host"), Some("fake-glean.localhost"));
    assert_eq!(received.path, PATH);
}

#[test]
fn it_leaves_out_a_body_where_http_has_none() {
    let glean = FakeGlean::builder().lenient().in_process();
    glean.script([Reply::status(204).body("x"), Reply::status(304).body("x")]);
    for _ in 0..2 {
        let reply = Call::with("glean_user").in_process(&glean);
        assert!(reply.body().is_empty());
        assert!(!reply.headers().contains_key("content-length"));
    }
    let head = Call::with("glean_user").method("HEAD").in_process(&glean);
    assert!(head.body().is_empty());
    assert_eq!(head.headers()["content-length"], "18");
}

#[test]
fn it_keeps_the_call_s_body_limit() {
    let glean = FakeGlean::in_process();
    glean.script([2, 3, 1024 * 1024 + 1].map(|n| Reply::status(200).body(vec![b'x'; n])));
    let limited = || {
        let mut request = Call::with("glean_user").request();
        let mut attempt = Attempt::new("createToken");
        attempt.body_limit = Some(2);
        request.extensions_mut().insert(attempt);
        request
    };
    assert_eq!(send(&glean, limited()).unwrap().body().len(), 2);
    let over = send(&glean, limited()).unwrap_err();
    assert_eq!(over.kind(), TransportErrorKind::TooLarge);
    let over_the_default = send(&glean, Call::with("glean_user").request()).unwrap_err();
    assert_eq!(over_the_default.kind(), TransportErrorKind::TooLarge);
}

#[test]
fn once_the_fake_is_gone_it_refuses_to_connect() {
    let glean = FakeGlean::in_process();
    let transport = glean.transport();
    drop(glean);
    let error = ready(transport.send(Call::with("glean_user").request())).unwrap_err();
    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert_eq!(
        error.source().unwrap().to_string(),
        "the fake Glean server was dropped"
    );
}

#[test]
fn the_types_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>() {}
    shared::<FakeGlean>();
    shared::<FakeGleanBuilder>();
    shared::<InProcess>();
    shared::<ManualClock>();
    let _: Arc<dyn Transport> = Arc::new(FakeGlean::in_process().transport());
}
