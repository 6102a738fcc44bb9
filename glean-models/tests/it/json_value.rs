use std::collections::BTreeMap;

use glean_models::JsonValue;
use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer};

use crate::reading::refusal;

fn read(json: &str) -> JsonValue {
    serde_json::from_str(json).unwrap()
}

#[test]
fn each_kind_is_read() {
    assert_eq!(read("null"), JsonValue::Null);
    assert_eq!(read("true"), JsonValue::Bool(true));
    assert_eq!(read("-5"), JsonValue::Integer(-5));
    assert_eq!(read("0.5"), JsonValue::Float(0.5));
    assert_eq!(read(r#""text""#), JsonValue::String("text".to_owned()));
    assert_eq!(read("[null]"), JsonValue::Array(vec![JsonValue::Null]));
    assert_eq!(
        read(r#"{"name": 5}"#),
        JsonValue::Object(BTreeMap::from([("name".to_owned(), JsonValue::Integer(5))])),
    );
    assert_eq!(read("{}"), JsonValue::Object(BTreeMap::new()));
}

#[test]
fn an_integer_takes_the_first_form_that_fits() {
    assert_eq!(read("9223372036854775807"), JsonValue::Integer(i64::MAX));
    assert_eq!(read("-9223372036854775808"), JsonValue::Integer(i64::MIN));
    assert_eq!(read("9223372036854775808"), JsonValue::Unsigned(1 << 63));
    assert_eq!(read("18446744073709551615"), JsonValue::Unsigned(u64::MAX));
    assert_eq!(
        read("18446744073709551616"),
        JsonValue::Float(2_f64.powi(64))
    );
}

#[test]
fn accessors_answer_for_their_kind_alone() {
    assert!(read("null").is_null());
    assert!(!read("0").is_null());
    assert_eq!(read("true").as_bool(), Some(true));
    assert_eq!(read("1").as_bool(), None);
    assert_eq!(read(r#""text""#).as_str(), Some("text"));
    assert_eq!(read("5").as_str(), None);
    assert_eq!(
        read("[5]").as_array(),
        Some([JsonValue::Integer(5)].as_slice())
    );
    assert_eq!(read("{}").as_array(), None);
    assert_eq!(
        read(r#"{"name": 5}"#).as_object().map(BTreeMap::len),
        Some(1)
    );
    assert_eq!(read("[]").as_object(), None);
    assert_eq!(
        read(r#"{"name": 5}"#).get("name"),
        Some(&JsonValue::Integer(5))
    );
    assert_eq!(read(r#"{"name": 5}"#).get("other"), None);
    assert_eq!(read("5").get("name"), None);
}

#[test]
fn a_number_is_given_in_the_form_that_is_asked_for_if_it_fits() {
    let numbers = [
        read("5"),
        read("-5"),
        read("9223372036854775808"),
        read("0.5"),
        read("null"),
    ];

    let signed = numbers.each_ref().map(JsonValue::as_i64);
    let unsigned = numbers.each_ref().map(JsonValue::as_u64);
    let float = numbers.each_ref().map(JsonValue::as_f64);

    assert_eq!(signed, [Some(5), Some(-5), None, None, None]);
    assert_eq!(unsigned, [Some(5), None, Some(1 << 63), None, None]);
    assert_eq!(
        float,
        [Some(5.0), Some(-5.0), Some(2_f64.powi(63)), Some(0.5), None]
    );
}

#[test]
fn of_members_with_the_same_name_the_last_counts() {
    assert_eq!(
        read(r#"{"name": 5, "name": 6}"#).get("name"),
        Some(&JsonValue::Integer(6))
    );
}

#[test]
fn a_value_comes_from_what_it_holds() {
    assert_eq!(JsonValue::from(true), JsonValue::Bool(true));
    assert_eq!(JsonValue::from(5), JsonValue::Integer(5));
    assert_eq!(
        JsonValue::from("text"),
        JsonValue::String("text".to_owned())
    );
    assert_eq!(JsonValue::from("text".to_owned()), JsonValue::from("text"));
    assert_eq!(JsonValue::default(), JsonValue::Null);
}

#[test]
fn a_value_nested_beyond_the_formats_limit_is_an_error() {
    let deep = "[".repeat(100_000);

    assert_eq!(refusal::<JsonValue>(&deep), "recursion limit exceeded");
}

/// The form in which `serde_json` hands a number over if its feature `arbitrary_precision` is on.
#[test]
fn a_number_dressed_as_an_object_is_a_number() {
    for (text, value) in [
        ("5", JsonValue::Integer(5)),
        ("9223372036854775808", JsonValue::Unsigned(1 << 63)),
        ("0.5", JsonValue::Float(0.5)),
    ] {
        let dressed: MapDeserializer<'_, _, Error> =
            MapDeserializer::new([("$serde_json::private::Number", text)].into_iter());

        assert_eq!(JsonValue::deserialize(dressed).unwrap(), value);
    }
}

#[test]
fn a_number_dressed_as_an_object_that_fits_nothing_is_refused() {
    for text in ["1e400", "five"] {
        let dressed: MapDeserializer<'_, _, Error> =
            MapDeserializer::new([("$serde_json::private::Number", text)].into_iter());

        let error = JsonValue::deserialize(dressed).unwrap_err();

        assert_eq!(error.to_string(), "number out of range");
    }
}
