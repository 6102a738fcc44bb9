//! A secret is planted where it does not belong, and must not come back.

use std::fmt::Debug;

use glean_models::{AuthToken, AuthType, CreateAuthTokenResponse, ProblemDetails};
use serde::de::DeserializeOwned;

const SECRET: &str = "s3cr3t";
/// The secret, where only a number will do.
const SECRET_NUMBER: &str = "8675309";

/// Reads `json` in each way that users do, and looks at what the errors say.
fn assert_refused_silently<T: DeserializeOwned + Debug>(json: &str) {
    assert!(
        json.contains(SECRET) || json.contains(SECRET_NUMBER),
        "nothing is planted in {json}"
    );

    let borrowed = serde_json::from_str::<T>(json).unwrap_err();
    assert_silent(json, &borrowed);

    let streamed = serde_json::from_reader::<_, T>(json.as_bytes()).unwrap_err();
    assert_silent(json, &streamed);

    let parsed: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_silent(json, &serde_json::from_value::<T>(parsed).unwrap_err());

    let mut deserializer = serde_json::Deserializer::from_str(json);
    let tracked = serde_path_to_error::deserialize::<_, T>(&mut deserializer).unwrap_err();
    assert_silent(json, &tracked);
}

fn assert_silent(json: &str, error: &impl std::error::Error) {
    for text in [
        format!("{error}"),
        format!("{error:?}"),
        format!("{error:#?}"),
    ] {
        assert!(!text.contains(SECRET), "{json} gave {text}");
        assert!(!text.contains(SECRET_NUMBER), "{json} gave {text}");
    }
}

#[test]
fn a_secret_in_a_wrong_place_of_a_reply_is_in_no_error() {
    for json in [
        r#""s3cr3t""#,
        "8675309",
        "8675309.5",
        r#"["s3cr3t", 5]"#,
        r#"{"s3cr3t": 5}"#,
        r#"{"token": 8675309, "expirationTime": 5}"#,
        r#"{"token": -8675309, "expirationTime": 5}"#,
        r#"{"token": 8675309.5, "expirationTime": 5}"#,
        r#"{"token": ["s3cr3t"], "expirationTime": 5}"#,
        r#"{"token": {"s3cr3t": "s3cr3t"}, "expirationTime": 5}"#,
        r#"{"token": "s3cr3t"}"#,
        r#"{"token": "s3cr3t", "expirationTime": null}"#,
        r#"{"token": "s3cr3t", "expirationTime": "s3cr3t"}"#,
        r#"{"token": "s3cr3t", "expirationTime": "s3cr3t\n"}"#,
        r#"{"token": "s3cr3t", "expirationTime": ["s3cr3t"]}"#,
        r#"{"token": "s3cr3t", "expirationTime": {"s3cr3t": 8675309}}"#,
        r#"{"token": "s3cr3t", "expirationTime": 8675309.5}"#,
        r#"{"token": "s3cr3t", "expirationTime": 86753098675309867530}"#,
        r#"{"expirationTime": 5, "s3cr3t": "s3cr3t"}"#,
    ] {
        assert_refused_silently::<CreateAuthTokenResponse>(json);
    }
}

#[test]
fn a_repeated_secret_is_in_no_error() {
    let json = r#"{"token": "s3cr3t", "expirationTime": 5, "token": "s3cr3t"}"#;

    let error = serde_json::from_str::<CreateAuthTokenResponse>(json).unwrap_err();

    assert_silent(json, &error);
}

#[test]
fn a_secret_under_the_reserved_name_of_a_number_is_in_no_error() {
    for json in [
        r#"{"token": {"$serde_json::private::Number": "s3cr3t"}, "expirationTime": 5}"#,
        r#"{"token": {"$serde_json::private::Number": 8675309}, "expirationTime": 5}"#,
        r#"{"token": "t0ken", "expirationTime": {"$serde_json::private::Number": "s3cr3t"}}"#,
    ] {
        let error = serde_json::from_str::<CreateAuthTokenResponse>(json).unwrap_err();

        assert_silent(json, &error);
    }
}

#[test]
fn a_secret_before_broken_json_is_in_no_error() {
    for json in [
        r#"{"token": "s3cr3t"#,
        r#"{"token": "s3cr3t", "expirationTime": s3cr3t}"#,
        r#"{"token": "s3cr3t\q", "expirationTime": 5}"#,
        r#"{"token": "s3cr3t", s3cr3t}"#,
        r#"{"token": "s3cr3t", "expirationTime": 5} s3cr3t"#,
        r#"{"token": "s3cr3t", "expirationTime": 8675309e999}"#,
    ] {
        let error = serde_json::from_str::<CreateAuthTokenResponse>(json).unwrap_err();

        assert_silent(json, &error);
    }
}

#[test]
fn a_secret_of_a_wrong_kind_is_in_no_error_of_the_single_types() {
    for json in [
        "8675309",
        "8675309.5",
        r#"["s3cr3t"]"#,
        r#"{"s3cr3t": "s3cr3t"}"#,
    ] {
        assert_refused_silently::<AuthToken>(json);
        assert_refused_silently::<AuthType>(json);
    }
    for json in ["8675309", "8675309.5", r#"["s3cr3t"]"#, r#""s3cr3t""#] {
        assert_refused_silently::<ProblemDetails>(json);
    }
}

#[test]
fn the_token_is_in_no_debug_output() {
    let minted = CreateAuthTokenResponse::new(SECRET, 5);

    for text in [
        format!("{minted:?}"),
        format!("{minted:#?}"),
        format!("{:?}", minted.token),
        format!("{:?}", minted.clone()),
    ] {
        assert!(!text.contains(SECRET), "{text}");
        assert!(text.contains("AuthToken([redacted])"), "{text}");
    }
}
