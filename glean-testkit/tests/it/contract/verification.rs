//! Asking a server that is no tenant.

use std::future::pending;
use std::time::Duration;

use bytes::Bytes;
use glean_testkit::contract::verify::{Outcome, Report, Verifier, VerifyError};
use glean_testkit::contract::{self, Credentials};
use glean_testkit::{CredentialKind, CredentialState, FakeGlean, ManualClock};
use glean_transport::{TransportError, TransportErrorKind, transport_fn};
use http::Response;

use crate::call::ready;

fn reason(report: &Report, id: &str) -> String {
    match report.outcome(id).unwrap() {
        Outcome::Unsupported { reason } | Outcome::Skipped { reason } => reason.clone(),
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn the_fake_matches_below_a_path_and_on_a_clock_of_its_own() {
    let clock = ManualClock::new();
    let glean = FakeGlean::builder()
        .clock(clock.clone())
        .path_prefix("/glean")
        .lenient()
        .in_process();
    let url = format!("{}/", glean.url());

    let report = ready(Verifier::new(glean.transport(), url).clock(clock).run()).unwrap();

    assert!(report.is_match(), "{report}");
    assert_eq!(report.requests, glean.requests().len());
    // One more than cases: that which presents a minted token mints one first.
    assert_eq!(report.requests, report.counts.matched + 1);
    assert_eq!(report.counts.skipped, 0);
    let unframed = "a client completes this request before it is sent";
    assert_eq!(reason(&report, "no-length"), unframed);
    let problems = "it takes a server that answers errors as problem+json";
    assert_eq!(reason(&report, "problem-token-expired"), problems);
}

#[cfg(feature = "wiremock")]
#[tokio::test]
async fn the_fake_matches_over_a_socket_by_either_backend() {
    use glean_transport::hyper_util_0_1::HyperTransport;
    use glean_transport::reqwest_0_13::ReqwestTransport;

    let glean = FakeGlean::builder().lenient().start().await;
    let verifier = Verifier::new(ReqwestTransport::new(), glean.url());
    let by_reqwest = verifier.run().await.unwrap();
    assert!(by_reqwest.is_match(), "{by_reqwest}");
    let verifier = Verifier::new(HyperTransport::new(), glean.url());
    let by_hyper = verifier.run().await.unwrap();
    assert!(by_hyper.is_match(), "{by_hyper}");
    assert_eq!(by_hyper.counts, by_reqwest.counts);
}

#[test]
fn a_case_without_its_credential_can_not_be_asked() {
    let glean = FakeGlean::builder().lenient().in_process();
    let credentials = Credentials::none().with(
        CredentialKind::Global,
        CredentialState::Valid,
        CredentialKind::Global.magic(CredentialState::Valid),
    );
    let verifier = Verifier::new(glean.transport(), glean.url());

    let report = ready(verifier.credentials(credentials.clone()).run()).unwrap();

    assert!(report.is_match(), "{report}");
    assert_eq!(report.outcome("global-without-user"), Some(&Outcome::Match));
    for (id, expected) in [
        (
            "user-credential",
            "no credential is given that is user-scoped and valid",
        ),
        (
            "global-expired",
            "no credential is given that is global and expired",
        ),
        ("global-for-a-user", "no user to act for is given"),
        (
            "global-for-another-user",
            "no second user to act for is given",
        ),
        (
            "status-503",
            "the server is not known to give a status on request",
        ),
        ("minted-token-as-credential", "no valid credential is given"),
    ] {
        assert_eq!(reason(&report, id), expected, "{id}");
    }

    let verifier = Verifier::new(glean.transport(), glean.url());
    let credentials = credentials.user("ada@example.com");
    let report = ready(verifier.credentials(credentials).run()).unwrap();
    for id in ["global-for-a-user", "minted-token-as-credential"] {
        assert_eq!(report.outcome(id), Some(&Outcome::Match), "{id}");
    }
}

#[test]
fn a_credential_that_http_forbids_is_told_without_its_value() {
    let glean = FakeGlean::builder().lenient().in_process();
    let credentials = Credentials::none().with(
        CredentialKind::User,
        CredentialState::Valid,
        "pl4nted\ncredential",
    );
    let verifier = Verifier::new(glean.transport(), glean.url()).credentials(credentials);
    let report = ready(verifier.run()).unwrap();
    let expected = "HTTP does not allow what `authorization` would be";
    assert_eq!(reason(&report, "user-credential"), expected);
    assert!(!format!("{report}{report:?}{verifier:?}").contains("pl4nted"));
}

#[test]
fn a_server_that_can_not_be_connected_to_is_asked_once() {
    let nobody = transport_fn(|_| async {
        let secret = "connecting as pl4nted";
        Err::<Response<Bytes>, _>(TransportError::new(TransportErrorKind::Connect, secret))
    });
    let report = ready(Verifier::new(nobody, "http://localhost:1").run()).unwrap();
    assert_eq!((report.requests, report.counts.drifted), (1, 1));
    assert_eq!(report.counts.matched, 0);
    assert!(!report.is_match());
    let text = report.to_string();
    let told = "\n  reply: expected a reply, found none: could not connect\n";
    assert!(text.contains(told), "{text}");
    assert!(!text.contains("pl4nted"), "{text}");
    let expected = "the server can't be connected to";
    assert_eq!(reason(&report, "anonymous-credential"), expected);
}

#[test]
fn a_reply_that_does_not_come_in_time_is_drift() {
    let silent = transport_fn(|_| pending::<Result<Response<Bytes>, TransportError>>());
    let verifier = Verifier::new(silent, "http://localhost:1")
        .timeout(Duration::from_secs(10), ManualClock::auto_advancing());
    let report = ready(verifier.run()).unwrap();
    assert_eq!(report.counts.matched, 0);
    assert!(report.counts.drifted > 50);
    let text = report.to_string();
    assert!(text.contains("found none in time"), "{text}");
}

#[test]
fn a_cap_bounds_the_requests() {
    let glean = FakeGlean::builder().lenient().in_process();
    let report = ready(Verifier::new(glean.transport(), glean.url()).cap(5).run()).unwrap();
    assert_eq!((report.requests, report.counts.matched), (5, 5));
    let expected = "the cap of 5 requests is reached";
    assert_eq!(reason(&report, "unknown-credential"), expected);
    assert!(report.is_match());
}

#[test]
fn a_url_that_is_no_server_s_is_refused_and_not_repeated() {
    let glean = FakeGlean::in_process();
    for (url, expected) in [
        ("", VerifyError::InvalidUrl),
        ("glean.example.com", VerifyError::InvalidUrl),
        ("ftp://glean.example.com", VerifyError::InvalidUrl),
        ("https://", VerifyError::InvalidUrl),
        (
            "https://pl4nted:pl4nted@glean.example.com",
            VerifyError::MoreThanAServer,
        ),
        (
            "https://glean.example.com?token=pl4nted",
            VerifyError::MoreThanAServer,
        ),
        (
            "https://glean.example.com#pl4nted",
            VerifyError::MoreThanAServer,
        ),
    ] {
        let verifier = Verifier::new(glean.transport(), url);
        let error = ready(verifier.run()).unwrap_err();
        assert_eq!(error, expected, "{url}");
        assert!(!format!("{error}{error:?}{verifier:?}").contains("pl4nted"));
    }
    assert!(glean.requests().is_empty());
}

#[test]
fn one_case_is_asked_alone() {
    let glean = FakeGlean::builder().lenient().in_process();
    let verifier = Verifier::new(glean.transport(), glean.url());
    let verifier = verifier.only(["no-credential", "user-credential", "user-credential"]);
    let report = ready(verifier.run()).unwrap();
    assert!(report.is_match(), "{report}");
    let ids: Vec<_> = report.cases.iter().map(|result| result.id).collect();
    assert_eq!(ids, ["user-credential", "no-credential"]);
    assert_eq!((report.requests, glean.requests().len()), (2, 2));
}

#[test]
fn a_case_that_is_unknown_is_told_with_those_like_it() {
    let glean = FakeGlean::in_process();
    let told = |id: &str| {
        let verifier = Verifier::new(glean.transport(), glean.url());
        ready(verifier.only(["user-credential", id]).run())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        told("global-without-usr"),
        "no case that a server can be asked is called `global-without-usr`; near it are \
         `global-without-user`, `global-with-an-empty-user`, `global-for-a-user`"
    );
    assert_eq!(
        told("Status-5O3"),
        "no case that a server can be asked is called `Status-5O3`; near it are `status-503`, \
         `status-500`, `status-502`"
    );
    assert_eq!(
        told("\u{1b}[2J"),
        "no case that a server can be asked is called `\\u{1b}[2J`"
    );
    // It is played to clients.
    let of_clients = contract::cases()
        .iter()
        .find(|case| case.client().is_some());
    let text = told(&of_clients.unwrap().id);
    assert!(
        text.starts_with("no case that a server can be asked is called `"),
        "{text}"
    );
    assert!(glean.requests().is_empty());
}
