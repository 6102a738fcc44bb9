use std::fs;

use glean_testkit::contract::Record;
use glean_testkit::{Credential, FakeGlean};
use serde_json::Value;

use super::{fake_glean, run};

fn fake() -> FakeGlean {
    FakeGlean::builder().lenient().blocking()
}

#[test]
fn a_fake_matches_every_case_that_it_can_be_asked() {
    let glean = fake();
    let ended = run(&mut fake_glean(&["verify", "--url", glean.url()]));
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(ended.out.contains(" match, 0 drift, "), "{}", ended.out);
}

#[test]
fn a_server_that_differs_fails_with_the_difference() {
    let glean = FakeGlean::builder()
        .lenient()
        .credential(Credential::anonymous("glean_user"))
        .credential(Credential::user("glean_user_expired", "ada@example.com"))
        .blocking();
    let ended = run(&mut fake_glean(&["verify", "--url", glean.url()]));
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("drift user-expired"), "{}", ended.out);
}

#[test]
fn a_drift_says_how_to_ask_its_case_alone() {
    let glean = FakeGlean::builder()
        .lenient()
        .credential(Credential::anonymous("glean_global"))
        .blocking();
    let ended = run(&mut fake_glean(&["verify", "--url", glean.url()]));
    let rerun = format!(
        "  rerun: fake-glean verify --url {} --case global-without-user\n",
        glean.url()
    );
    assert!(ended.out.contains(&rerun), "{}", ended.out);

    let before = glean.requests().len();
    let words: Vec<_> = rerun.split_whitespace().skip(2).collect();
    let ended = run(&mut fake_glean(&words));
    assert_eq!(ended.code, Some(1));
    let counts = ": 0 match, 1 drift, 0 unsupported, 0 skipped\n";
    assert!(ended.out.contains(counts), "{}", ended.out);
    assert_eq!(glean.requests().len(), before + 1);
}

#[test]
fn a_case_that_nobody_knows_is_told_with_those_like_it() {
    let glean = fake();
    let ended = run(fake_glean(&["verify", "--url", glean.url()]).args(["--case", "status-5O3"]));
    assert_ne!(ended.code, Some(0));
    let told =
        "no case that a server can be asked is called `status-5O3`; near it are `status-503`";
    assert!(ended.err.contains(told), "{}", ended.err);
    assert!(glean.requests().is_empty());
}

#[test]
fn the_report_is_written_as_json_and_as_junit() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("report.xml");
    let glean = fake();
    let arguments = [
        "--url",
        glean.url(),
        "--json",
        "--junit",
        file.to_str().unwrap(),
    ];
    let ended = run(fake_glean(&["verify"]).args(arguments));
    assert_eq!(ended.code, Some(0));
    let json: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(json["counts"]["drifted"], 0);
    let xml = fs::read_to_string(&file).unwrap();
    let xml = roxmltree::Document::parse(&xml).unwrap();
    assert_eq!(xml.root_element().attribute("failures"), Some("0"));
}

#[test]
fn what_can_not_be_verified_is_said_before_anything_is_sent() {
    let glean = fake();
    let plain = "http://glean.example.com";
    for (arguments, live, expected) in [
        (
            &["--url", "no url"][..],
            "0",
            "not of the form `https://host`",
        ),
        (
            &["--url", glean.url(), "--record", "r"],
            "0",
            "set GLEAN_LIVE=1",
        ),
        (
            &["--url", glean.url()],
            "yes",
            "GLEAN_LIVE is 1, or 0, or not set",
        ),
        (&["--url", glean.url()], "1", "there are none"),
        (&["--url", plain], "1", "there are none"),
        (&[], "0", "--url <URL>"),
    ] {
        let ended = run(fake_glean(&["verify"])
            .args(arguments)
            .env("GLEAN_LIVE", live));
        assert_eq!(ended.code, Some(2), "{arguments:?}");
        assert!(ended.err.contains(expected), "{arguments:?}: {}", ended.err);
    }
    assert!(glean.requests().is_empty());
}

#[test]
fn a_live_run_sends_no_credential_in_the_clear() {
    let mut command = fake_glean(&["verify", "--url", "http://glean.example.com"]);
    let ended = run(command
        .env("GLEAN_LIVE", "1")
        .env("FAKE_GLEAN_USER", "s3cret"));
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("in the clear"), "{}", ended.err);
    assert!(!ended.err.contains("s3cret"));
}

#[test]
fn a_server_that_is_not_there_fails() {
    let url = fake().url().to_owned();
    let ended = run(&mut fake_glean(&["verify", "--url", &url]));
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("can't be connected to"), "{}", ended.out);
}

#[test]
fn a_live_run_asks_the_safe_cases_and_writes_a_record() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("record.json");
    let glean = FakeGlean::builder()
        .lenient()
        .user("lin@example.com")
        .credential(Credential::global("s3cret-global"))
        .credential(Credential::user("s3cret-user", "lin@example.com"))
        .blocking();
    let arguments = ["--url", glean.url(), "--record", file.to_str().unwrap()];
    let mut command = fake_glean(&["verify"]);
    command
        .args(arguments)
        .env("GLEAN_LIVE", "1")
        .env("FAKE_GLEAN_GLOBAL", "s3cret-global")
        .env("FAKE_GLEAN_USER", "s3cret-user")
        .env("FAKE_GLEAN_ACT_AS", "lin@example.com")
        .env("FAKE_GLEAN_ACT_AS_OTHER", "");

    let ended = run(&mut command);

    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("not safe to ask of a tenant"));
    let text = fs::read_to_string(&file).unwrap();
    let record: Record = serde_json::from_str(&text).unwrap();
    assert!(record.matched() > 0);
    assert_eq!(record.matched(), record.asked());
    for secret in ["s3cret", "fake-glean-1"] {
        assert!(!format!("{text}{}{}", ended.out, ended.err).contains(secret));
    }
    assert!(glean.ledger().minted_for("lin@example.com") > 0);
    assert_eq!(glean.ledger().minted_for("ada@example.com"), 0);
}

#[test]
fn the_ledger_of_a_server_tells_whom_it_minted_for() {
    let ask = |glean: &FakeGlean, ledger: &str| {
        let ledger = format!("{}{ledger}", glean.url());
        let arguments = ["--url", glean.url(), "--ledger", &ledger];
        run(fake_glean(&["verify"]).args(arguments))
    };
    let fake = |user: &str| {
        FakeGlean::builder()
            .lenient()
            .control()
            .credential(Credential::user("glean_user", user))
            .blocking()
    };
    let honest = ask(&fake("ada@example.com"), "/_glean/ledger");
    assert_eq!(honest.code, Some(0), "{}", honest.out);

    let wrong = ask(&fake("grace@example.com"), "/_glean/ledger");
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.out.contains("drift user-credential"), "{}", wrong.out);
    assert!(wrong.out.contains("grace@example.com"), "{}", wrong.out);

    let elsewhere = ask(&fake("ada@example.com"), "/_glean/nothing");
    assert_eq!(elsewhere.code, Some(2), "{}", elsewhere.out);
    assert!(elsewhere.err.contains("the ledger can't be read"));
}
