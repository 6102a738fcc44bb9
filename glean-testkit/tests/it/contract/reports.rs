//! A report for a terminal, and for machines.

use glean_testkit::FakeGlean;
use glean_testkit::Reply;
use glean_testkit::contract::verify::{Report, Verifier};
use serde_json::Value;

use crate::call::ready;
use crate::snapshot::assert_report;

/// Of a server whose first reply drifts, and whose third request is one too many.
fn report() -> Report {
    let glean = FakeGlean::builder().lenient().in_process();
    glean.script([Reply::status(503).body("<&\"\u{1}pl4nted")]);
    let verifier = Verifier::new(glean.transport(), glean.url()).cap(2);
    ready(verifier.run()).unwrap()
}

#[test]
fn a_terminal_sees_counts_then_differences_then_reasons_then_what_is_known() {
    let glean = FakeGlean::builder().lenient().in_process();
    glean.script([Reply::status(503).body("<&\"\u{1}pl4nted")]);
    let verifier = Verifier::new(glean.transport(), glean.url()).cap(2).only([
        "user-credential",
        "no-length",
        "no-credential",
        "rate-limited",
    ]);
    assert_report!(ready(verifier.run()).unwrap(), @r#"
    http://fake-glean.localhost: 1 match, 1 drift, 1 unsupported, 1 skipped

    drift user-credential: A user-scoped credential mints for its one user
      basis: docs, developer documentation, Client API authentication
      asked: POST /rest/api/v1/createauthtoken, accept: application/json, authorization: Bearer {credential}, content-length: 0, with a credential that is user-scoped and valid
      status: expected 200, found 503
      content-type: expected `application/json`, found nothing
      body: expected a token and its expiration time, as JSON, found the text `<&"\u{1}pl4nted`
      rerun: fake-glean verify --url http://fake-glean.localhost --case user-credential

    unsupported no-length: a client completes this request before it is sent

    skipped rate-limited: the cap of 2 requests is reached

    Whom the tokens are for was not looked at: no ledger was given to look into.
    The contract itself is unverified: no run against a tenant is recorded.
    "#);
}

#[test]
fn a_live_run_is_run_again_as_one() {
    let tenant = FakeGlean::builder().lenient().in_process();
    tenant.script([Reply::status(400)]);
    let verifier = Verifier::new(tenant.transport(), tenant.url())
        .live(true)
        .only(["no-credential"]);
    let text = ready(verifier.run()).unwrap().to_string();
    let rerun = "\n  rerun: GLEAN_LIVE=1 fake-glean verify --url http://fake-glean.localhost --case \
                 no-credential\n";
    assert!(text.contains(rerun), "{text}");
}

#[test]
fn json_has_each_case_with_its_outcome() {
    let json: Value = serde_json::from_str(&report().to_json()).unwrap();
    assert_eq!(json["server"], "http://fake-glean.localhost");
    assert_eq!(json["live"], false);
    assert_eq!(json["requests"], 2);
    assert_eq!(json["counts"]["drifted"], 1);
    let first = &json["cases"][0];
    assert_eq!(first["id"], "user-credential");
    assert_eq!(first["outcome"], "drift");
    assert_eq!(first["basis"], "docs");
    assert_eq!(
        first["source"],
        "developer documentation, Client API authentication"
    );
    assert_eq!(
        first["asked"],
        "POST /rest/api/v1/createauthtoken, accept: application/json, authorization: Bearer \
         {credential}, content-length: 0, with a credential that is user-scoped and valid"
    );
    assert_eq!(
        json["minted_for"],
        "not looked at: no ledger was given to look into"
    );
    assert_eq!(first["differences"][0]["field"], "status");
    assert_eq!(first["differences"][0]["found"], "503");
    assert_eq!(json["cases"][1]["outcome"], "match");
    assert_eq!(json["cases"][2]["outcome"], "skipped");
}

#[test]
fn junit_is_xml_that_counts_and_tells_the_same() {
    let report = report();
    let xml = report.to_junit();
    let document = roxmltree::Document::parse(&xml).unwrap();
    let suite = document.root_element();
    assert_eq!(suite.tag_name().name(), "testsuite");
    let number = |name: &str| suite.attribute(name).unwrap().parse::<usize>().unwrap();
    assert_eq!(number("tests"), report.cases.len());
    assert_eq!(number("failures"), 1);
    assert_eq!(number("skipped"), report.cases.len() - 2);

    let named = |name: &'static str| suite.descendants().filter(move |it| it.has_tag_name(name));
    assert_eq!(named("testcase").count(), number("tests"));
    assert_eq!(named("skipped").count(), number("skipped"));
    let failure = named("failure").next().unwrap();
    let case = failure.parent().unwrap();
    assert_eq!(case.attribute("name"), Some("user-credential"));
    assert_eq!(case.attribute("classname"), Some("createToken.docs"));
    let text = failure.text().unwrap();
    assert!(
        text.starts_with("status: expected 200, found 503\n"),
        "{text}"
    );
    assert!(
        text.contains("found the text `<&\"\\u{1}pl4nted`\nbasis: docs, "),
        "{text}"
    );
    assert!(text.ends_with(" --case user-credential"), "{text}");
}
