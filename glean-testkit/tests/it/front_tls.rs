//! The fake over TLS.

use std::error::Error;

use glean_testkit::wire::tls::Authority;
use glean_testkit::{FakeGlean, Fault, Phase};
use glean_transport::reqwest_0_13::ReqwestTransport;
use glean_transport::{Transport, TransportErrorKind};
use http::Request;

use crate::call::{Call, PATH};

fn trusting(authority: &Authority) -> ReqwestTransport {
    let pem = authority.certificate_pem();
    let root = reqwest::Certificate::from_pem(pem.as_bytes()).unwrap();
    let client = reqwest::Client::builder()
        .tls_certs_only([root])
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .build();
    ReqwestTransport::from_client(client.unwrap())
}

fn post(glean: &FakeGlean) -> Request<bytes::Bytes> {
    let mut request = Call::with("glean_user").request();
    *request.uri_mut() = format!("{}{PATH}", glean.url()).parse().unwrap();
    request
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_gets_a_token() {
    let authority = Authority::new().unwrap();
    let glean = FakeGlean::builder().tls(authority.trusted()).start().await;
    assert!(glean.url().starts_with("https://localhost:"));
    let reply = trusting(&authority).send(post(&glean)).await.unwrap();
    assert_eq!(reply.status(), 200);
    assert!(glean.ledger().last().unwrap().delivered);
}

#[tokio::test]
async fn a_bad_certificate_is_refused_before_anything_is_sent() {
    let authority = Authority::new().unwrap();
    for identity in [authority.expired(), authority.wrong_host()] {
        let glean = FakeGlean::builder().tls(identity).start().await;
        let error = trusting(&authority).send(post(&glean)).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Connect);
        assert!(error.source().is_some());
        assert!(glean.requests().is_empty());
    }
}

#[tokio::test]
async fn faults_strike_under_tls_too() {
    use TransportErrorKind::{Body, Interrupted, Other};
    let authority = Authority::new().unwrap();
    let transport = trusting(&authority);
    for (fault, expected) in [
        (Fault::reset(Phase::BeforeRead), &[Interrupted, Other][..]),
        (Fault::reset(Phase::AfterMint), &[Interrupted, Other]),
        (Fault::close(Phase::AfterRead), &[Interrupted, Other]),
        (Fault::close(Phase::InHead), &[Interrupted, Other]),
        (Fault::reset(Phase::InBody), &[Body]),
        (Fault::truncate(5), &[Body]),
        (Fault::garbage(), &[Interrupted, Other]),
    ] {
        let glean = FakeGlean::builder().tls(authority.trusted()).start().await;
        glean.script([fault.clone()]);
        let error = transport.send(post(&glean)).await.unwrap_err();
        assert!(expected.contains(&error.kind()), "{fault}: {error:?}");
        glean.verify();
    }
}
