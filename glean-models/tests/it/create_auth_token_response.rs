use std::collections::BTreeMap;

use glean_models::{AuthToken, CreateAuthTokenResponse};
use serde::Deserialize;
use serde_json::json;

use crate::reading::{kinds_other_than, refusal, refusal_at};

fn read(json: &str) -> CreateAuthTokenResponse {
    serde_json::from_str(json).unwrap()
}

fn with_expiration_time(json: &str) -> String {
    format!(r#"{{"token": "t0ken", "expirationTime": {json}}}"#)
}

#[test]
fn it_is_written_as_the_web_sdk_takes_it() {
    let minted = CreateAuthTokenResponse::new("t0ken", 1_893_456_000);

    let written = serde_json::to_string(&minted).unwrap();

    assert_eq!(written, r#"{"token":"t0ken","expirationTime":1893456000}"#);
}

#[test]
fn it_is_made_from_a_str_a_string_or_a_token() {
    let made = [
        CreateAuthTokenResponse::new("t0ken", 5),
        CreateAuthTokenResponse::new("t0ken".to_owned(), 5),
        CreateAuthTokenResponse::new(AuthToken::new("t0ken"), 5),
    ];

    for minted in made {
        assert_eq!(minted.token.expose_secret(), "t0ken");
        assert_eq!(minted.expiration_time, 5);
    }
}

#[test]
fn unknown_members_of_any_kind_are_ignored_wherever_they_stand() {
    let minted = read(
        r#"{"a": null, "expirationTime": 5, "b": {"token": 1}, "": [[]], "token": "t0ken", "c": 1}"#,
    );

    assert_eq!(minted.token.expose_secret(), "t0ken");
    assert_eq!(minted.expiration_time, 5);
}

#[test]
fn an_integer_that_fits_64_bits_signed_is_an_expiration_time() {
    for (json, seconds) in [
        ("1893456000", 1_893_456_000),
        ("0", 0),
        ("-0", 0),
        ("-1", -1),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
    ] {
        assert_eq!(
            read(&with_expiration_time(json)).expiration_time,
            seconds,
            "{json}"
        );
    }
}

#[test]
fn a_number_with_a_zero_fraction_counts_as_an_integer() {
    for (json, seconds) in [
        ("1.893456e9", 1_893_456_000),
        ("1893456000.0", 1_893_456_000),
        ("1e18", 1_000_000_000_000_000_000),
        ("-0.0", 0),
        ("-2.0", -2),
        ("-9223372036854774784.0", -9_223_372_036_854_774_784),
    ] {
        assert_eq!(
            read(&with_expiration_time(json)).expiration_time,
            seconds,
            "{json}"
        );
    }
}

#[test]
fn a_fraction_is_no_expiration_time() {
    for json in ["0.5", "-0.5", "1893456000.5", "1893456000.25e1"] {
        let reason = refusal::<CreateAuthTokenResponse>(&with_expiration_time(json));

        assert_eq!(reason, "expected an integer, found a fraction", "{json}");
    }
}

#[test]
fn a_number_beyond_64_bits_signed_is_no_expiration_time() {
    for json in [
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "9223372036854775808.0",
        "-9223372036854775808.0",
        "-9223372036854775809",
        "1e19",
        "-1e300",
    ] {
        let reason = refusal::<CreateAuthTokenResponse>(&with_expiration_time(json));

        assert_eq!(
            reason, "expected an integer that fits 64 bits signed, found one out of range",
            "{json}",
        );
    }
}

#[test]
fn a_number_that_overflows_the_format_is_refused_without_its_value() {
    let reason = refusal::<CreateAuthTokenResponse>(&with_expiration_time("1e400"));

    assert_eq!(reason, "number out of range");
}

#[test]
fn an_expiration_time_of_another_kind_is_refused_by_kind() {
    for (json, kind) in kinds_other_than("a number") {
        let reason = refusal::<CreateAuthTokenResponse>(&with_expiration_time(json));

        assert_eq!(
            reason,
            format!("expected an integer, found {kind}"),
            "{json}"
        );
    }
}

#[test]
fn a_token_of_another_kind_is_refused_by_kind() {
    for (json, kind) in kinds_other_than("a string") {
        let reason = refusal::<CreateAuthTokenResponse>(&format!(
            r#"{{"token": {json}, "expirationTime": 5}}"#
        ));

        assert_eq!(reason, format!("expected a string, found {kind}"), "{json}");
    }
}

#[test]
fn an_empty_token_is_refused() {
    let reason = refusal::<CreateAuthTokenResponse>(r#"{"token": "", "expirationTime": 5}"#);

    assert_eq!(reason, "expected a non-empty string");
}

#[test]
fn a_whole_of_another_kind_is_refused_by_kind() {
    for (json, kind) in kinds_other_than("an object") {
        let reason = refusal::<CreateAuthTokenResponse>(json);

        assert_eq!(
            reason,
            format!("expected an object, found {kind}"),
            "{json}"
        );
    }
}

#[test]
fn the_members_in_an_array_are_no_reply() {
    let reason = refusal::<CreateAuthTokenResponse>(r#"["t0ken", 5]"#);

    assert_eq!(reason, "expected an object, found an array");
}

#[test]
fn a_missing_member_is_named() {
    let refusal = refusal::<CreateAuthTokenResponse>;

    assert_eq!(refusal(r#"{"expirationTime": 5}"#), "missing field `token`");
    assert_eq!(
        refusal(r#"{"token": "t0ken"}"#),
        "missing field `expirationTime`"
    );
    assert_eq!(refusal("{}"), "missing field `token`");
    assert_eq!(
        refusal(r#"{"Token": "t0ken", "expiration_time": 5}"#),
        "missing field `token`"
    );
}

#[test]
fn a_repeated_member_is_refused_even_if_it_says_the_same() {
    let refusal = refusal::<CreateAuthTokenResponse>;

    assert_eq!(
        refusal(r#"{"token": "t0ken", "expirationTime": 5, "token": "t0ken"}"#),
        "duplicate field `token`",
    );
    assert_eq!(
        refusal(r#"{"expirationTime": 5, "expirationTime": 5, "token": "t0ken"}"#),
        "duplicate field `expirationTime`",
    );
}

#[test]
fn the_path_of_a_member_that_does_not_fit_is_tracked() {
    let refusal_at = refusal_at::<CreateAuthTokenResponse>;

    let (first, _) = refusal_at(r#"{"token": 5, "expirationTime": 5}"#);
    let (second, reason) = refusal_at(r#"{"token": "t0ken", "expirationTime": 0.5}"#);
    let (whole, _) = refusal_at(r#"{"token": "t0ken"}"#);

    assert_eq!(first, "token");
    assert_eq!(second, "expirationTime");
    assert_eq!(
        reason,
        "expected an integer, found a fraction at line 1 column 40"
    );
    assert_eq!(whole, ".");
}

#[test]
fn it_is_read_from_a_parsed_value_too() {
    let value = json!({"token": "t0ken", "expirationTime": 1.893456e9});

    let minted: CreateAuthTokenResponse = serde_json::from_value(value).unwrap();

    assert_eq!(minted.token.expose_secret(), "t0ken");
    assert_eq!(minted.expiration_time, 1_893_456_000);
}

#[test]
fn it_can_be_flattened_into_a_callers_own_struct() {
    #[derive(Deserialize)]
    struct Session {
        user: String,
        #[serde(flatten)]
        minted: CreateAuthTokenResponse,
        #[serde(flatten)]
        rest: BTreeMap<String, serde_json::Value>,
    }

    let session: Session = serde_json::from_str(
        r#"{"user": "ada@example.com", "token": "t0ken", "expirationTime": 5, "theme": "dark"}"#,
    )
    .unwrap();

    assert_eq!(session.user, "ada@example.com");
    assert_eq!(session.minted.token.expose_secret(), "t0ken");
    assert_eq!(session.rest["theme"], "dark");
}
