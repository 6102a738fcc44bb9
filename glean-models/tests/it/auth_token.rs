use glean_models::AuthToken;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StringDeserializer};

use crate::reading::{kinds_other_than, refusal};

#[test]
fn a_token_is_a_json_string_both_ways() {
    let token: AuthToken = serde_json::from_str(r#""t0ken""#).unwrap();

    assert_eq!(token.expose_secret(), "t0ken");
    assert_eq!(serde_json::to_string(&token).unwrap(), r#""t0ken""#);
}

#[test]
fn a_token_with_escapes_is_read() {
    let token: AuthToken = serde_json::from_str(r#""t0\u006ben \"é\"""#).unwrap();

    assert_eq!(token.expose_secret(), "t0ken \"é\"");
}

#[test]
fn a_string_that_the_format_hands_over_is_read() {
    let handed_over: StringDeserializer<Error> = "t0ken".to_owned().into_deserializer();

    let token = AuthToken::deserialize(handed_over).unwrap();

    assert_eq!(token.expose_secret(), "t0ken");
}

#[test]
fn an_empty_string_that_the_format_hands_over_is_refused() {
    let handed_over: StringDeserializer<Error> = String::new().into_deserializer();

    let error = AuthToken::deserialize(handed_over).unwrap_err();

    assert_eq!(error.to_string(), "expected a non-empty string");
}

#[test]
fn an_empty_string_is_refused() {
    assert_eq!(refusal::<AuthToken>(r#""""#), "expected a non-empty string");
}

#[test]
fn any_kind_but_a_string_is_refused_by_kind() {
    for (json, kind) in kinds_other_than("a string") {
        let reason = refusal::<AuthToken>(json);

        assert_eq!(reason, format!("expected a string, found {kind}"), "{json}");
    }
}

#[test]
fn debug_is_redacted_in_every_form() {
    let token = AuthToken::new("t0ken");

    assert_eq!(format!("{token:?}"), "AuthToken([redacted])");
    assert_eq!(format!("{token:#?}"), "AuthToken([redacted])");
    assert_eq!(format!("{:?}", Some(token)), "Some(AuthToken([redacted]))");
}

#[test]
fn a_token_comes_from_a_str_and_from_a_string_with_room_to_spare() {
    let mut roomy = String::with_capacity(64);
    roomy.push_str("t0ken");

    assert_eq!(AuthToken::new(roomy.clone()).expose_secret(), "t0ken");
    assert_eq!(AuthToken::from(roomy).expose_secret(), "t0ken");
    assert_eq!(AuthToken::from("t0ken").expose_secret(), "t0ken");
}

#[test]
fn a_clone_outlives_its_original() {
    let token = AuthToken::new("t0ken");
    let clone = token.clone();

    drop(token);

    assert_eq!(clone.expose_secret(), "t0ken");
}

#[test]
fn a_token_can_cross_threads() {
    fn crosses_threads<T: Send + Sync + Unpin + 'static>() {}

    crosses_threads::<AuthToken>();
}
