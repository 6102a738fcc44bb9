//! Without a record the fake says that it is unverified, wherever it describes itself.

use glean_testkit::contract::verify::Verifier;
use glean_testkit::contract::{provenance, record};
use glean_testkit::{FakeGlean, Reply};

use crate::call::ready;

#[test]
fn no_run_against_a_tenant_is_recorded() {
    assert_eq!(record(), None);
    assert_eq!(
        provenance(),
        "unverified: no run against a tenant is recorded"
    );
}

#[test]
fn the_fake_and_its_reports_quote_what_is_known() {
    let glean = FakeGlean::builder().in_process();
    glean.script([Reply::ok()]);
    let report = glean.check().unwrap_err().to_string();
    assert!(report.ends_with(&format!("\nthis fake is {}", provenance())));
    assert!(format!("{glean:?}").contains(&provenance()));

    let glean = FakeGlean::builder().lenient().in_process();
    let report = ready(Verifier::new(glean.transport(), glean.url()).run()).unwrap();
    assert_eq!(report.contract, provenance());
}

#[test]
fn the_documentation_says_the_same() {
    let is_verified = record().is_some();
    for text in [
        include_str!("../../../README.md"),
        include_str!("../../../src/lib.rs"),
    ] {
        assert_eq!(!text.contains("unverified"), is_verified, "{text}");
    }
}
