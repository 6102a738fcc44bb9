//! The export as a Pact.

use std::collections::BTreeSet;

use glean_testkit::contract;
use serde_json::{Value, json};

fn interaction<'a>(pact: &'a Value, id: &str) -> &'a Value {
    let interactions = pact["interactions"].as_array().unwrap();
    interactions.iter().find(|it| it["key"] == id).unwrap()
}

#[test]
fn it_is_a_pact_of_the_fourth_version_with_the_names_given() {
    let pact = contract::pact("signin", "glean");
    assert_eq!(pact["consumer"]["name"], "signin");
    assert_eq!(pact["provider"]["name"], "glean");
    assert_eq!(pact["metadata"]["pactSpecification"]["version"], "4.0");
}

#[test]
fn each_case_that_a_server_can_be_asked_is_an_interaction_with_a_state_of_its_name() {
    let pact = contract::pact("signin", "glean");
    let mut ids = BTreeSet::new();
    for interaction in pact["interactions"].as_array().unwrap() {
        assert_eq!(interaction["type"], "Synchronous/HTTP");
        assert_eq!(interaction["providerStates"][0]["name"], interaction["key"]);
        assert!(
            interaction["request"]["path"]
                .as_str()
                .unwrap()
                .starts_with("/rest/")
        );
        for value in interaction["request"]["headers"]
            .as_object()
            .unwrap()
            .values()
        {
            assert!(!value.to_string().contains('{'), "{interaction}");
        }
        ids.insert(interaction["key"].as_str().unwrap());
    }
    let expected: BTreeSet<_> = contract::cases()
        .iter()
        .filter(|case| case.server().is_some_and(|asked| !asked.request.unframed))
        .map(|case| case.id.as_str())
        .filter(|id| *id != "minted-token-as-credential")
        .collect();
    assert_eq!(ids, expected);
    assert_eq!(pact["interactions"].as_array().unwrap().len(), ids.len());
}

#[test]
fn a_token_and_its_time_are_matched_by_rule() {
    let pact = contract::pact("signin", "glean");
    let minting = interaction(&pact, "global-for-a-user");
    assert_eq!(
        minting["request"],
        json!({
            "method": "POST",
            "path": "/rest/api/v1/createauthtoken",
            "headers": {
                "accept": ["application/json"],
                "authorization": ["Bearer glean_global"],
                "content-length": ["0"],
                "x-glean-actas": ["ada@example.com"],
            },
        })
    );
    let response = &minting["response"];
    assert_eq!(response["status"], 200);
    assert_eq!(response["body"]["content"]["expirationTime"], 1_893_456_000);
    let rules = &response["matchingRules"]["body"];
    assert_eq!(rules["$.expirationTime"]["matchers"][0]["match"], "integer");
    assert_eq!(rules["$.token"]["matchers"][0]["match"], "regex");
}

#[test]
fn a_text_a_query_and_a_body_are_there_to_the_letter() {
    let pact = contract::pact("signin", "glean");
    let refused = &interaction(&pact, "global-without-user")["response"];
    assert_eq!(refused["status"], 400);
    assert_eq!(
        refused["body"]["content"],
        "Required header missing: X-Glean-ActAs"
    );
    let with_query = &interaction(&pact, "a-query")["request"];
    assert_eq!(with_query["query"], json!({"locale": ["en"]}));
    let with_body = &interaction(&pact, "a-body")["request"];
    assert_eq!(with_body["body"]["content"], json!({}));
    let anything = &interaction(&pact, "user-unscoped")["response"];
    assert_eq!(anything.get("body"), None);
}
