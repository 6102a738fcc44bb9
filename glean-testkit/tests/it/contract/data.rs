//! The list of cases itself.

use std::collections::BTreeSet;

use glean_testkit::contract::{self, Case, Credentials, Subject};
use serde_json::Value;

fn document() -> Value {
    serde_json::from_str(contract::json()).unwrap()
}

#[test]
fn the_list_is_as_its_schema_says() {
    let schema = serde_json::from_str(contract::schema()).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    let document = document();
    let errors: Vec<_> = schema
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn the_schema_is_one_and_refuses_what_is_no_case() {
    let schema: Value = serde_json::from_str(contract::schema()).unwrap();
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    for (pointer, value) in [
        ("/cases/0/id", "Not Kebab"),
        ("/cases/0/basis", "hearsay"),
        ("/cases/0/live", "perhaps"),
        ("/cases/0/given/credential", "stolen"),
    ] {
        let mut spoilt = document();
        *spoilt.pointer_mut(pointer).unwrap() = value.into();
        assert!(!schema.is_valid(&spoilt), "{pointer}: {value}");
    }
    for member in ["given", "expect", "live", "client", "basis"] {
        let mut spoilt = document();
        spoilt["cases"][0].as_object_mut().unwrap().remove(member);
        assert!(!schema.is_valid(&spoilt), "without {member}");
    }
    let mut spoilt = document();
    spoilt["cases"][0]["more"] = 1.into();
    assert!(!schema.is_valid(&spoilt), "with a member that nobody knows");
}

#[test]
fn the_types_hold_all_that_the_list_says() {
    assert_eq!(
        serde_json::to_value(contract::cases()).unwrap(),
        document()["cases"]
    );
}

#[test]
fn an_id_is_one_case_s_alone() {
    let ids: BTreeSet<_> = contract::cases().iter().map(|case| &case.id).collect();
    assert_eq!(ids.len(), contract::cases().len());
    assert_eq!(contract::case("no-such-case"), None);
}

#[test]
fn every_line_of_the_contract_has_a_case_and_every_case_a_line() {
    let lines: BTreeSet<_> = contract::clauses().keys().collect();
    let covered: BTreeSet<_> = contract::cases().iter().map(|case| &case.clause).collect();
    assert_eq!(lines, covered);
}

#[test]
fn a_case_for_servers_has_a_request_and_one_for_clients_something_to_play() {
    for case in contract::cases() {
        match &case.subject {
            Subject::Server(asked) => {
                let credentials = Credentials::built_in().minted("a-token");
                let request = asked.request("http://localhost/glean/", &credentials);
                let request = request.unwrap();
                let path = request.uri().path();
                assert!(path.starts_with("/glean/rest/"), "{}: {path}", case.id);
            }
            Subject::Client(played) => {
                let plays_something = played.call.is_some() || !played.replies.is_empty();
                assert!(plays_something || played.sends.is_some(), "{}", case.id);
                for reply in &played.replies {
                    if let contract::Exchange::Reply(reply) = reply {
                        reply.response().unwrap();
                    }
                }
            }
            other => panic!("a new subject: {other:?}"),
        }
    }
    let server = |case: &&Case| case.server().is_some();
    assert!(contract::cases().iter().filter(server).count() > 50);
    assert!(
        contract::cases()
            .iter()
            .filter(|it| it.client().is_some())
            .count()
            > 50
    );
}
