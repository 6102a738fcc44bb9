use std::io::Read;
use std::process::Stdio;

use glean_testkit::contract;
use serde_json::Value;

use super::{fake_glean, run};

#[test]
fn cases_are_listed_and_printed_as_json_with_their_schema() {
    let listed = run(&mut fake_glean(&["cases"]));
    assert_eq!(listed.code, Some(0));
    for case in contract::cases() {
        assert!(listed.out.contains(&case.id), "{}", case.id);
    }
    let last = listed.out.lines().last().unwrap();
    assert!(last.ends_with(&contract::provenance()), "{last}");
    let json = run(&mut fake_glean(&["cases", "--json"]));
    assert_eq!(json.out, contract::json());
    let schema = run(&mut fake_glean(&["cases", "--schema"]));
    assert_eq!(schema.out, contract::schema());
}

#[test]
fn the_exports_are_those_of_the_library() {
    let openapi = run(&mut fake_glean(&["openapi"]));
    let printed: Value = serde_json::from_str(&openapi.out).unwrap();
    assert_eq!(printed, contract::openapi());
    let arguments = ["pact", "--consumer", "web", "--provider", "glean"];
    let pact = run(&mut fake_glean(&arguments));
    let printed: Value = serde_json::from_str(&pact.out).unwrap();
    assert_eq!(printed, contract::pact("web", "glean"));
}

#[test]
fn a_reader_who_has_had_enough_is_no_error() {
    let mut child = fake_glean(&["cases", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(err, "");
}

#[test]
fn every_command_has_its_help_and_a_wrong_one_is_refused() {
    for command in ["serve", "verify", "cases", "pact", "openapi"] {
        let help = run(&mut fake_glean(&[command, "--help"]));
        assert_eq!(help.code, Some(0));
        assert!(help.out.contains("Usage: fake-glean"), "{command}");
        let whole = run(&mut fake_glean(&["--help"]));
        assert!(whole.out.contains(command));
    }
    assert_eq!(run(&mut fake_glean(&["sevre"])).code, Some(2));
    assert_eq!(run(&mut fake_glean(&[])).code, Some(2));
    let version = run(&mut fake_glean(&["--version"]));
    assert_eq!(
        version.out,
        format!("fake-glean {}\n", env!("CARGO_PKG_VERSION"))
    );
}
