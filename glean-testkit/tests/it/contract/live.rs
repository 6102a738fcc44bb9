//! Asking as a real tenant is asked. A fake stands for it.

use std::time::{Duration, UNIX_EPOCH};

use glean_testkit::contract::verify::{Outcome, Report, Verifier, VerifyError};
use glean_testkit::contract::{self, Credentials, Live, Record, RecordedOutcome};
use glean_testkit::{FakeGlean, Reply};

use crate::call::ready;

fn tenant() -> FakeGlean {
    FakeGlean::builder().lenient().in_process()
}

fn verify(tenant: &FakeGlean) -> Report {
    let verifier = Verifier::new(tenant.transport(), tenant.url()).live(true);
    ready(verifier.credentials(Credentials::built_in()).run()).unwrap()
}

#[test]
fn only_what_is_safe_is_asked() {
    let tenant = tenant();
    let report = verify(&tenant);
    assert!(report.is_match(), "{report}");
    for case in contract::cases() {
        let Some(asked) = case.server() else { continue };
        match (&asked.live, report.outcome(&case.id).unwrap()) {
            (Live::Safe, Outcome::Match) => {}
            (Live::Unsafe(why), Outcome::Skipped { reason }) => {
                assert_eq!(reason, &format!("not safe to ask of a tenant: {why}"));
            }
            (live, outcome) => panic!("{}: {live:?} and {outcome:?}", case.id),
        }
    }
    assert_eq!(tenant.requests().len(), report.requests);
}

#[test]
fn the_built_in_credentials_are_not_a_tenant_s() {
    let tenant = tenant();
    let verifier = Verifier::new(tenant.transport(), tenant.url()).live(true);
    let report = ready(verifier.run()).unwrap();
    assert!(
        tenant
            .requests()
            .iter()
            .all(|request| request.status != 200)
    );
    let outcome = report.outcome("user-credential").unwrap();
    assert!(
        matches!(outcome, Outcome::Unsupported { .. }),
        "{outcome:?}"
    );
    assert_eq!(report.outcome("no-credential"), Some(&Outcome::Match));
}

#[test]
fn a_rate_limit_ends_the_run() {
    let tenant = tenant();
    tenant.script([Reply::ok(), Reply::ok(), Reply::status(429)]);
    let report = verify(&tenant);
    assert_eq!((report.requests, report.counts.matched), (3, 2));
    assert_eq!(report.counts.drifted, 0);
    let outcome = report.outcome("glean-oauth").unwrap();
    let reason = "the server limits the rate".to_owned();
    assert_eq!(outcome, &Outcome::Skipped { reason });
}

#[test]
fn credentials_do_not_go_in_the_clear() {
    let tenant = tenant();
    let over = |url: &str| {
        let verifier = Verifier::new(tenant.transport(), url).live(true);
        ready(verifier.run()).map(|report| report.live)
    };
    assert_eq!(
        over("http://acme-be.glean.com"),
        Err(VerifyError::InsecureLive)
    );
    assert!(tenant.requests().is_empty());
    assert_eq!(over("https://acme-be.glean.com"), Ok(true));
    assert_eq!(over("http://127.0.0.1:8080"), Ok(true));
}

#[test]
fn a_record_has_the_day_and_the_outcomes_and_nothing_of_the_tenant() {
    let now = UNIX_EPOCH + Duration::from_secs(1_795_498_800);
    let tenant = tenant();
    tenant.script([Reply::ok(), Reply::status(200).body("pl4nted")]);

    let record = verify(&tenant).record(now).unwrap();

    assert_eq!(record.date, "2026-11-24");
    assert_eq!(record.cases["user-credential"], RecordedOutcome::Match);
    assert_eq!(record.cases["global-for-a-user"], RecordedOutcome::Drift);
    assert_eq!(record.cases["status-503"], RecordedOutcome::Skipped);
    assert_eq!(record.asked(), record.matched() + 1);
    let (matched, asked) = (record.matched(), record.asked());
    assert_eq!(
        record.provenance(),
        format!("verified on 2026-11-24: {matched} of {asked} cases matched")
    );
    let json = record.to_json();
    assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), record);
    for told in [
        "pl4nted",
        "localhost",
        "glean_",
        "oauth_",
        "fake-glean-",
        "@",
    ] {
        assert!(!json.contains(told), "{told}: {json}");
    }
}

#[test]
fn a_run_against_anything_else_makes_no_record() {
    let glean = tenant();
    let report = ready(Verifier::new(glean.transport(), glean.url()).run()).unwrap();
    assert_eq!(report.record(UNIX_EPOCH), None);
}
