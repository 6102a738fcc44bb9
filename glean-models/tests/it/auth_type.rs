use std::borrow::Cow;
use std::collections::HashSet;

use glean_models::AuthType;

use crate::reading::{kinds_other_than, refusal};

#[test]
fn oauth_is_oauth_on_the_wire() {
    let read: AuthType = serde_json::from_str(r#""OAUTH""#).unwrap();

    assert!(matches!(read, AuthType::OAuth));
    assert_eq!(
        serde_json::to_string(&AuthType::OAuth).unwrap(),
        r#""OAUTH""#
    );
    assert_eq!(AuthType::OAuth.as_str(), "OAUTH");
    assert_eq!(AuthType::OAuth.to_string(), "OAUTH");
}

#[test]
fn an_unknown_value_is_kept_to_the_letter() {
    for value in ["SAML", "oauth", " OAUTH", ""] {
        let json = serde_json::to_string(value).unwrap();

        let read: AuthType = serde_json::from_str(&json).unwrap();

        assert!(matches!(read, AuthType::Other(_)), "{value:?}");
        assert_eq!(read.as_str(), value);
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
}

#[test]
fn each_way_to_make_one_knows_oauth() {
    let owned: AuthType = serde_json::from_value("OAUTH".into()).unwrap();

    assert!(matches!(owned, AuthType::OAuth));
    assert!(matches!(AuthType::from("OAUTH"), AuthType::OAuth));
    assert!(matches!(
        AuthType::from("OAUTH".to_owned()),
        AuthType::OAuth
    ));
    assert!(matches!("OAUTH".parse(), Ok(AuthType::OAuth)));
    assert!(matches!("SAML".parse(), Ok(AuthType::Other(_))));
}

#[test]
fn two_that_are_the_same_on_the_wire_are_equal_and_hash_alike() {
    let spelled_out = AuthType::Other(Cow::Borrowed("OAUTH"));

    assert_eq!(spelled_out, AuthType::OAuth);
    assert!(HashSet::from([spelled_out]).contains(&AuthType::OAuth));
    assert_ne!(AuthType::from("SAML"), AuthType::OAuth);
}

#[test]
fn any_kind_but_a_string_is_refused_by_kind() {
    for (json, kind) in kinds_other_than("a string") {
        let reason = refusal::<AuthType>(json);

        assert_eq!(reason, format!("expected a string, found {kind}"), "{json}");
    }
}
