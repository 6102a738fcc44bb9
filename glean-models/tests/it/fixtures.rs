//! Golden JSON, parsed and written again.

use std::fs;
use std::path::Path;

use glean_models::{AuthType, CreateAuthTokenResponse, JsonValue, ProblemDetails};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A file belongs to the type whose name starts its own.
#[test]
fn every_fixture_is_written_as_it_was_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut seen = 0;

    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let golden = fs::read_to_string(&path).unwrap();
        match name.split_once('.').unwrap().0 {
            "auth_type" => assert_round_trip::<AuthType>(name, &golden),
            "create_auth_token_response" => {
                assert_round_trip::<CreateAuthTokenResponse>(name, &golden);
            }
            "json_value" => assert_round_trip::<JsonValue>(name, &golden),
            "problem_details" => assert_round_trip::<ProblemDetails>(name, &golden),
            _ => panic!("{name} is named for no type"),
        }
        seen += 1;
    }

    assert!(seen >= 10, "only {seen} fixtures were found");
}

fn assert_round_trip<T: DeserializeOwned + Serialize>(name: &str, golden: &str) {
    let read: T = serde_json::from_str(golden).unwrap_or_else(|error| panic!("{name}: {error}"));

    let written = serde_json::to_string_pretty(&read).unwrap();

    assert_eq!(written, golden.trim_end(), "{name}");
}
