//! Servers that are wrong in one thing each: the verification finds that, and nothing else.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::FakeGlean;
use glean_testkit::contract::verify::{Outcome, Report, Verifier};
use glean_testkit::contract::{self, BodyRule, Case, ServerCase};
use glean_transport::{Transport, TransportError, transport_fn};
use http::{HeaderValue, Request, Response};

use crate::call::ready;

const URL: &str = "http://stub.localhost";

fn verify(transport: impl Transport) -> Report {
    ready(Verifier::new(transport, URL).run()).unwrap()
}

fn drifted(report: &Report) -> BTreeSet<&'static str> {
    report.drifted().collect()
}

/// The ids of cases that a client can ask a fake.
fn asked(wanted: impl Fn(&ServerCase) -> bool) -> BTreeSet<&'static str> {
    let can_be_asked = |asked: &ServerCase| {
        let given = &asked.given;
        given.error_bodies.is_none() && given.spent.is_none() && !asked.request.unframed
    };
    contract::cases()
        .iter()
        .filter(|case| {
            case.server()
                .is_some_and(|it| can_be_asked(it) && wanted(it))
        })
        .map(|case: &Case| case.id.as_str())
        .collect()
}

fn mints(case: &ServerCase) -> bool {
    matches!(case.expect.body, BodyRule::Minted(_))
}

/// A fake with something done to what passes.
#[derive(Clone)]
struct Spoilt {
    glean: Arc<FakeGlean>,
    request: fn(&mut Request<Bytes>),
    response: fn(&mut Response<Bytes>),
}

impl Spoilt {
    fn new(request: fn(&mut Request<Bytes>), response: fn(&mut Response<Bytes>)) -> Self {
        let glean = Arc::new(FakeGlean::builder().lenient().in_process());
        Self {
            glean,
            request,
            response,
        }
    }
}

impl std::fmt::Debug for Spoilt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Spoilt")
    }
}

#[async_trait]
impl Transport for Spoilt {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        (self.request)(&mut request);
        let mut response = self.glean.transport().send(request).await?;
        (self.response)(&mut response);
        Ok(response)
    }
}

#[test]
fn a_fake_that_is_not_spoilt_matches() {
    let report = verify(Spoilt::new(|_| {}, |_| {}));
    assert!(report.is_match(), "{report}");
    assert_eq!(report.counts.matched, asked(|_| true).len());
}

#[test]
fn a_200_to_everything_is_found_wherever_something_else_is_due() {
    let report = verify(transport_fn(|_| async {
        let in_an_hour = std::time::SystemTime::now() + std::time::Duration::from_secs(7200);
        let seconds = in_an_hour.duration_since(std::time::UNIX_EPOCH).unwrap();
        let body = format!(
            r#"{{"token":"pl4nted","expirationTime":{}}}"#,
            seconds.as_secs()
        );
        let mut response = Response::new(Bytes::from(body));
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert("content-type", json);
        Ok(response)
    }));

    assert_eq!(drifted(&report), asked(|case| !mints(case)));
    let text = report.to_string();
    let told = "\ndrift global-without-user: A global credential without a user is an invalid request
  basis: observed, a reply that was observed
  asked: POST /rest/api/v1/createauthtoken, accept: application/json, authorization: Bearer {credential}, \
                content-length: 0, with a credential that is global and valid
  status: expected 400, found 200
  body: expected the text `Required header missing: X-Glean-ActAs`, found JSON with `expirationTime`, `token`
  rerun: fake-glean verify --url http://stub.localhost --case global-without-user\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn an_expiry_in_milliseconds_is_found_wherever_a_token_is_minted() {
    let report = verify(Spoilt::new(
        |_| {},
        |response| {
            let mut body: serde_json::Value = match serde_json::from_slice(response.body()) {
                Ok(body) => body,
                Err(_) => return,
            };
            let seconds = body["expirationTime"].as_i64().unwrap();
            body["expirationTime"] = (seconds * 1000).into();
            *response.body_mut() = body.to_string().into();
        },
    ));

    // The case that presents a minted token gets one all the same.
    assert_eq!(drifted(&report), asked(mints));
    assert!(
        report
            .to_string()
            .contains("which seems to be in milliseconds")
    );
}

#[test]
fn a_stub_that_ignores_the_acting_user_is_found_by_who_may_not_have_a_token() {
    let report = verify(Spoilt::new(
        |request| {
            let headers = request.headers_mut();
            let of_global = |value: &HeaderValue| value.as_bytes().ends_with(b" glean_global");
            let is_global = headers.get("authorization").is_some_and(of_global);
            headers.remove("x-glean-actas");
            headers.remove("x-scio-actas");
            if is_global {
                let ada = HeaderValue::from_static("ada@example.com");
                headers.insert("x-glean-actas", ada);
            }
        },
        |_| {},
    ));

    assert_eq!(
        drifted(&report),
        BTreeSet::from([
            "global-without-user",
            "global-with-an-empty-user",
            "global-for-an-unknown-user",
            "global-by-names-that-differ",
            "user-with-a-user",
            "anonymous-with-a-user",
            "glean-oauth-with-a-user",
            "external-oauth-with-a-user",
        ])
    );
}

#[test]
fn a_stub_that_takes_its_own_tokens_for_credentials_is_found_by_one_case() {
    let report = verify(Spoilt::new(
        |request| {
            let headers = request.headers_mut();
            let is_minted =
                |value: &HeaderValue| value.as_bytes().starts_with(b"Bearer fake-glean-");
            if headers.get("authorization").is_some_and(is_minted) {
                let user = HeaderValue::from_static("Bearer glean_user");
                headers.insert("authorization", user);
            }
        },
        |_| {},
    ));
    assert_eq!(
        drifted(&report),
        BTreeSet::from(["minted-token-as-credential"])
    );
}

#[test]
fn a_stub_that_mints_nothing_can_not_be_asked_with_a_minted_token() {
    let report = verify(transport_fn(|_| async {
        let mut response = Response::new(Bytes::from_static(b"Invalid Secret"));
        *response.status_mut() = http::StatusCode::UNAUTHORIZED;
        Ok(response)
    }));
    let is_told_so = |case: &ServerCase| {
        let invalid_identity = BodyRule::Text("Invalid identity".to_owned());
        case.expect.status == 401 && case.expect.body != invalid_identity
    };
    assert_eq!(drifted(&report), asked(|case| !is_told_so(case)));
    assert_eq!(
        report.outcome("minted-token-as-credential"),
        Some(&Outcome::Unsupported {
            reason: "the server minted no token to present".to_owned()
        })
    );
}
