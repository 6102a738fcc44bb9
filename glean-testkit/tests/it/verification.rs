//! Strict verification: what fails it, when, and with which report.

use std::panic::{AssertUnwindSafe, catch_unwind};

use glean_testkit::{FakeGlean, ManualClock, Reply};

use crate::call::Call;

const REPORT: &str = "\
the fake Glean server did not see what the contract wants:
  - request 2: GET /rest/api/v1/createauthtoken was answered 405: createToken is a POST
  - request 4: POST / was answered 404: the path is not that of createToken, \
/rest/api/v1/createauthtoken
  - the script has 2 steps left that no call took: 503, ok
requests received: 4
  request 1: POST /rest/api/v1/createauthtoken was answered 200
  request 2: GET /rest/api/v1/createauthtoken was answered 405: createToken is a POST
  request 3: POST /rest/api/v1/createauthtoken was answered 401: the credential has expired
  request 4: POST / was answered 404: the path is not that of createToken, \
/rest/api/v1/createauthtoken
tokens minted: 1
  for ada@example.com: 1
seed: 42
this fake is unverified: no run against a tenant is recorded";

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

#[test]
fn the_report_tells_everything() {
    let glean = spoilt();
    let error = glean.check().unwrap_err();
    assert_eq!(error.to_string(), REPORT);
    assert_eq!(error.unmatched().len(), 2);
    assert_eq!(error.steps_left(), 2);
}

#[test]
fn verify_panics_with_the_report_and_the_drop_does_not_repeat_it() {
    let glean = spoilt();
    assert_eq!(panic_text(|| glean.verify()).as_deref(), Some(REPORT));
    assert_eq!(panic_text(|| drop(glean)), None);
}

#[test]
fn the_drop_panics_with_the_report() {
    let glean = spoilt();
    assert_eq!(panic_text(|| drop(glean)).as_deref(), Some(REPORT));
}

#[test]
fn the_drop_looks_at_what_came_after_a_verification() {
    let glean = FakeGlean::in_process();
    glean.verify();
    glean.script([Reply::ok()]);
    let report = panic_text(|| drop(glean)).unwrap();
    assert!(
        report.contains("the script has 1 step left that no call took: ok\n"),
        "{report}"
    );
    assert!(report.contains("\nno request was received\n"), "{report}");
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
fn a_long_report_is_cut() {
    let glean = FakeGlean::in_process();
    for _ in 0..25 {
        Call::new().path("/").in_process(&glean);
    }
    let report = glean.check().unwrap_err().to_string();
    assert_eq!(report.matches("\n  … and 5 more").count(), 2, "{report}");
    assert!(report.contains("\nrequests received: 25\n"), "{report}");
}

#[test]
fn a_fake_survives_a_panic_elsewhere() {
    let glean = FakeGlean::in_process();
    let panicking = std::iter::once_with(|| -> Reply { panic!("{}", "in the caller's iterator") });
    assert!(panic_text(|| glean.script(panicking)).is_some());
    assert_eq!(Call::with("glean_user").in_process(&glean).status(), 200);
}
