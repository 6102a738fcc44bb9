//! Whom the tokens are for, by the server's ledger.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::contract::verify::{LedgerReading, LedgerSource, Outcome, Report, Verifier};
use glean_testkit::contract::{self, BodyRule, Credentials, MintedFor};
use glean_testkit::{Credential, CredentialKind, CredentialState, FakeGlean, FakeGleanBuilder};
use glean_transport::{Transport, transport_fn};
use http::{HeaderValue, Request, Response};

use crate::call::ready;

fn lenient() -> FakeGleanBuilder {
    FakeGlean::builder().lenient()
}

fn verify(glean: &FakeGlean, transport: impl Transport) -> Report {
    let verifier = Verifier::new(transport, glean.url()).ledger(glean.ledger_handle());
    ready(verifier.run()).unwrap()
}

/// A fake behind something done to what is asked of it.
fn behind(glean: &FakeGlean, spoil: fn(&mut Request<Bytes>)) -> impl Transport {
    let transport = glean.transport();
    transport_fn(move |mut request| {
        let transport = transport.clone();
        async move {
            spoil(&mut request);
            transport.send(request).await
        }
    })
}

/// The ids of cases whose token is for `whom`.
fn minting_for(whom: MintedFor) -> BTreeSet<&'static str> {
    let is_for = |case: &&contract::Case| match case.server().map(|asked| &asked.expect.body) {
        Some(BodyRule::Minted(rule)) => {
            let is_askable = case
                .server()
                .is_some_and(|asked| asked.given.spent.is_none());
            is_askable && rule.minted_for == whom
        }
        _ => false,
    };
    let cases = contract::cases().iter().filter(is_for);
    cases.map(|case| case.id.as_str()).collect()
}

/// Counts the cases that mint and that a client can ask.
fn minting() -> usize {
    [
        MintedFor::Owner,
        MintedFor::User,
        MintedFor::OtherUser,
        MintedFor::Nobody,
    ]
    .map(|whom| minting_for(whom).len())
    .iter()
    .sum()
}

fn differences(report: &Report, id: &str) -> Vec<String> {
    match report.outcome(id) {
        Some(Outcome::Drift { differences }) => {
            differences.iter().map(ToString::to_string).collect()
        }
        other => panic!("{id}: {other:?}"),
    }
}

#[test]
fn the_fake_mints_for_whom_it_should() {
    let glean = lenient().in_process();
    let report = verify(&glean, glean.transport());
    assert!(report.is_match(), "{report}");
    let minting = minting();
    assert_eq!(report.minted_for, format!("looked at in {minting} cases"));
    let text = report.to_string();
    let line = format!("\nWhom the tokens are for was looked at in {minting} cases.\n");
    assert!(text.contains(&line), "{text}");
}

#[test]
fn a_stub_that_mints_for_the_wrong_user_is_found_by_its_ledger_alone() {
    let glean = lenient().in_process();
    let spoilt = || {
        behind(&glean, |request| {
            for name in ["x-glean-actas", "x-scio-actas"] {
                let named = request.headers_mut().get_mut(name);
                if let Some(user) = named.filter(|user| user.as_bytes().starts_with(b"ada@")) {
                    *user = HeaderValue::from_static("grace@example.com");
                }
            }
        })
    };

    let report = verify(&glean, spoilt());
    assert_eq!(
        report.drifted().collect::<BTreeSet<_>>(),
        // Ada in capitals is left alone, and two names that differ are no longer two.
        BTreeSet::from([
            "global-for-a-user",
            "global-by-the-older-name",
            "global-by-both-names",
            "global-by-names-that-differ",
        ])
    );
    let told = ["minted for: expected `ada@example.com`, found `grace@example.com`"];
    assert_eq!(differences(&report, "global-for-a-user"), told);

    let blind = ready(Verifier::new(spoilt(), glean.url()).run()).unwrap();
    assert_eq!(
        blind.drifted().collect::<Vec<_>>(),
        ["global-by-names-that-differ"]
    );
    let text = blind.to_string();
    let line = "\nWhom the tokens are for was not looked at: no ledger was given to look into.\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn a_credential_of_the_wrong_user_s_is_found_wherever_it_mints() {
    let secret = CredentialKind::User.magic(CredentialState::Valid);
    let glean = lenient()
        .credential(Credential::user(secret, "grace@example.com"))
        .in_process();
    let report = verify(&glean, glean.transport());
    let mut expected = minting_for(MintedFor::Owner);
    expected.retain(|id| !["glean-oauth", "external-oauth"].contains(id));
    assert_eq!(report.drifted().collect::<BTreeSet<_>>(), expected);
}

#[test]
fn a_token_for_nobody_in_place_of_somebody_is_found_and_the_other_way_round() {
    let swapped = lenient()
        .credential(Credential::anonymous("glean_user"))
        .credential(Credential::user("glean_anonymous", "ada@example.com"))
        .in_process();
    let report = verify(&swapped, swapped.transport());
    assert_eq!(
        differences(&report, "user-credential"),
        ["minted for: expected `ada@example.com`, found nobody"]
    );
    assert_eq!(
        differences(&report, "anonymous-credential"),
        ["minted for: expected nobody, found `ada@example.com`"]
    );
}

#[test]
fn a_stub_that_mints_twice_or_not_at_all_is_found() {
    let glean = lenient().in_process();
    let transport = glean.transport();
    let twice = transport_fn(move |request: Request<Bytes>| {
        let transport = transport.clone();
        async move {
            transport.send(request.clone()).await?;
            transport.send(request).await
        }
    });
    let report = verify(&glean, twice);
    assert_eq!(
        differences(&report, "user-credential"),
        ["minted for: expected `ada@example.com`, found 2 tokens in the ledger"]
    );
    assert_eq!(report.outcome("no-credential"), Some(&Outcome::Match));

    // A cache that knows no one user from another.
    let glean = lenient().in_process();
    let transport = glean.transport();
    let cached: Arc<tokio::sync::Mutex<Option<Response<Bytes>>>> = Arc::default();
    let caching = transport_fn(move |request| {
        let (transport, cached) = (transport.clone(), cached.clone());
        async move {
            let mut cached = cached.lock().await;
            if cached.is_none() {
                *cached = Some(transport.send(request).await?);
            }
            Ok(cached.clone().unwrap())
        }
    });
    let report = verify(&glean, caching);
    assert_eq!(report.outcome("user-credential"), Some(&Outcome::Match));
    assert_eq!(
        differences(&report, "global-for-a-user"),
        ["minted for: expected `ada@example.com`, found no token in the ledger"]
    );
}

#[test]
fn a_stub_that_mints_and_then_refuses_is_found() {
    let glean = lenient().in_process();
    let transport = glean.transport();
    let late = transport_fn(move |request: Request<Bytes>| {
        let transport = transport.clone();
        async move {
            let mut without_a_body = request.clone();
            without_a_body.body_mut().clear();
            without_a_body.headers_mut().remove("content-length");
            transport.send(without_a_body).await?;
            transport.send(request).await
        }
    });
    let verifier = Verifier::new(late, glean.url())
        .ledger(glean.ledger_handle())
        .only(["a-body"]);
    let report = ready(verifier.run()).unwrap();
    assert_eq!(
        differences(&report, "a-body"),
        ["minted for: expected no token, found `ada@example.com`"]
    );
}

#[test]
fn a_credential_whose_owner_is_not_told_is_not_looked_at() {
    let glean = lenient().in_process();
    let credentials = Credentials::none()
        .with(CredentialKind::User, CredentialState::Valid, "glean_user")
        .with(
            CredentialKind::Anonymous,
            CredentialState::Valid,
            "glean_anonymous",
        );
    let verify = |credentials: Credentials| {
        let verifier = Verifier::new(glean.transport(), glean.url())
            .ledger(glean.ledger_handle())
            .only(["user-credential", "anonymous-credential"])
            .credentials(credentials);
        ready(verifier.run()).unwrap()
    };

    let report = verify(credentials.clone());
    assert!(report.is_match(), "{report}");
    assert_eq!(
        report.minted_for,
        "looked at in 1 of 2 cases: it is not said whom the credential belongs to"
    );
    let report = verify(credentials.owner(CredentialKind::User, "grace@example.com"));
    assert_eq!(
        differences(&report, "user-credential"),
        ["minted for: expected `grace@example.com`, found `ada@example.com`"]
    );
}

/// A ledger elsewhere, which remembers its last token alone and can be read so often.
struct Remote {
    glean: Arc<FakeGlean>,
    readings: AtomicUsize,
}

#[async_trait]
impl LedgerSource for Remote {
    async fn read(&self) -> Option<LedgerReading> {
        let may = self
            .readings
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
        may.ok()?;
        let ledger = self.glean.ledger();
        let last = ledger.last().map(|minted| minted.acting_user.clone());
        Some(LedgerReading::new(ledger.len(), Vec::from_iter(last)))
    }
}

#[test]
fn a_ledger_elsewhere_is_read_as_far_as_it_can_be() {
    let glean = Arc::new(lenient().keep_last(1).in_process());
    let minting = minting();
    for (readings, expected) in [
        (usize::MAX, format!("looked at in {minting} cases")),
        (
            4,
            format!("looked at in 2 of {minting} cases: the ledger could not be read"),
        ),
        (0, "not looked at: the ledger could not be read".to_owned()),
    ] {
        let ledger = Remote {
            glean: Arc::clone(&glean),
            readings: AtomicUsize::new(readings),
        };
        let verifier = Verifier::new(glean.transport(), glean.url()).ledger(ledger);
        let report = ready(verifier.run()).unwrap();
        assert!(report.is_match(), "{report}");
        assert_eq!(report.minted_for, expected);
    }
}

#[test]
fn what_a_ledger_says_is_scrubbed_of_credentials() {
    let glean = lenient().user("x@glean_global").in_process();
    let spoilt = behind(&glean, |request| {
        let user = HeaderValue::from_static("x@glean_global");
        request.headers_mut().insert("x-glean-actas", user);
    });
    let verifier = Verifier::new(spoilt, glean.url())
        .ledger(glean.ledger_handle())
        .only(["global-for-a-user"]);
    let text = ready(verifier.run()).unwrap().to_string();
    assert!(text.contains("found `x@<redacted #"), "{text}");
    assert!(!text.contains("glean_global"), "{text}");
}

#[test]
fn a_handle_outlives_its_fake() {
    let glean = FakeGlean::in_process();
    let handle = glean.ledger_handle();
    crate::call::Call::with("glean_user").in_process(&glean);
    drop(glean);
    assert_eq!(handle.ledger().minted_for("ada@example.com"), 1);
    assert!(format!("{handle:?}").contains("ada@example.com"));
}
