//! Strict verification: what fails it, and when.

use std::panic::{AssertUnwindSafe, catch_unwind};

use glean_testkit::{FakeGlean, ManualClock, Reply};

use crate::call::Call;
use crate::snapshot::assert_report;

fn spoil(glean: &FakeGlean) {
    Call::with("glean_user").in_process(glean);
    Call::with("glean_user").method("GET").in_process(glean);
    Call::with("glean_user_expired").in_process(glean);
    Call::with("glean_user").path("/").in_process(glean);
    glean.script([Reply::status(503), Reply::ok()]);
}

fn spoilt() -> FakeGlean {
    let glean = FakeGlean::builder()
        .seed(42)
        .clock(ManualClock::new())
        .in_process();
    spoil(&glean);
    glean
}

fn panic_text(act: impl FnOnce()) -> Option<String> {
    let panic = catch_unwind(AssertUnwindSafe(act)).err()?;
    Some(*panic.downcast::<String>().expect("a panic with a text"))
}

/// Leaves out where the fake was made and verified.
fn findings(report: &str) -> &str {
    report.split("\nmade at ").next().unwrap_or_default()
}

#[test]
fn the_report_tells_everything() {
    let glean = spoilt();
    let error = glean.check().unwrap_err();
    assert_eq!(error.unmatched().len(), 2);
    assert_eq!(error.steps_left(), 2);
    assert_eq!(format!("{error:?}"), error.to_string());
    assert_report!(error, @r"
    the fake Glean server did not see what the contract wants:
      - request 2: GET /rest/api/v1/createauthtoken was answered 405: createToken is a POST
          refused by another-method: Another method is not this operation (assumed: the status is assumed)
          nearest to user-credential: A user-scoped credential mints for its one user (docs: developer documentation, Client API authentication)
            method: expected `POST`, found `GET`
      - request 4: POST / was answered 404: the path is not that of createToken, /rest/api/v1/createauthtoken
          refused by another-path: Another path is not this operation (assumed: the status is assumed)
          nearest to user-credential: A user-scoped credential mints for its one user (docs: developer documentation, Client API authentication)
            path: expected `/rest/api/v1/createauthtoken`, found `/`
      - the script has 2 steps left that no call took: 503, ok
    refused, as the contract foresees:
      - request 3: POST /rest/api/v1/createauthtoken was answered 401: the credential has expired
          refused by user-expired: A user-scoped credential that has expired is refused (observed: a reply that was observed)
          nearest to user-credential: A user-scoped credential mints for its one user (docs: developer documentation, Client API authentication)
            authorization: expected `Bearer` and a credential that is user-scoped and valid, found a credential that is user-scoped and expired (#c1eec244)
    requests received: 4
      0 ms  request 1: POST /rest/api/v1/createauthtoken → 200, a token for ada@example.com, delivered
      0 ms  request 2: GET /rest/api/v1/createauthtoken → 405, no createToken call, delivered
      0 ms  request 3: POST /rest/api/v1/createauthtoken → 401, refused, delivered
      0 ms  request 4: POST / → 404, no createToken call, delivered
    tokens minted: 1
      for ada@example.com: 1
    seed: 42
    made at [line]
    verified at [line]
    this fake is unverified: no run against a tenant is recorded
    ");
}

#[test]
fn verify_panics_with_the_report_and_the_drop_does_not_repeat_it() {
    let glean = spoilt();
    let report = panic_text(|| glean.verify()).unwrap();
    assert!(report.contains("\nverified at "), "{report}");
    assert_eq!(panic_text(|| drop(glean)), None);
    let expected = spoilt().check().unwrap_err().to_string();
    assert_eq!(findings(&report), findings(&expected));
}

#[test]
fn the_drop_panics_with_the_report() {
    let glean = spoilt();
    let report = panic_text(|| drop(glean)).unwrap();
    assert!(
        report.contains("\nverified when it was dropped\n"),
        "{report}"
    );
    let expected = spoilt().check().unwrap_err().to_string();
    assert_eq!(findings(&report), findings(&expected));
}

#[test]
fn the_drop_looks_at_what_came_after_a_verification() {
    let glean = FakeGlean::in_process();
    glean.verify();
    glean.script([Reply::ok()]);
    let report = panic_text(|| drop(glean)).unwrap();
    assert_report!(report, @r"
    the fake Glean server did not see what the contract wants:
      - the script has 1 step left that no call took: ok
    no request was received
    tokens minted: 0
    seed: 0
    made at [line]
    verified when it was dropped
    this fake is unverified: no run against a tenant is recorded
    ");
}

#[test]
fn while_unwinding_the_drop_is_silent() {
    let text = panic_text(|| {
        let _glean = spoilt();
        panic!("{}", "the test's own failure");
    });
    assert_eq!(text.as_deref(), Some("the test's own failure"));
}

#[test]
fn a_refusal_of_the_contract_passes() {
    let glean = FakeGlean::in_process();
    for call in [
        Call::new(),
        Call::with("unheard_of"),
        Call::with("glean_global"),
        Call::with("glean_user_unscoped"),
        Call::for_user("eve@example.com"),
    ] {
        call.in_process(&glean);
    }
    glean.verify();
}

#[test]
fn a_lenient_fake_lets_everything_pass() {
    let glean = FakeGlean::builder().lenient().in_process();
    spoil(&glean);
    glean.verify();
    assert!(glean.check().is_ok());
}

#[test]
fn a_fake_survives_a_panic_elsewhere() {
    let glean = FakeGlean::in_process();
    let panicking = std::iter::once_with(|| -> Reply { panic!("{}", "in the caller's iterator") });
    assert!(panic_text(|| glean.script(panicking)).is_some());
    assert_eq!(Call::with("glean_user").in_process(&glean).status(), 200);
}
