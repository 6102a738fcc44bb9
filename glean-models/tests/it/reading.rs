//! Reading JSON that is meant to be refused.

use std::fmt::Debug;

use serde::de::DeserializeOwned;

/// One JSON text of each kind, with the words an error has for it.
pub(crate) const KINDS: [(&str, &str); 8] = [
    ("null", "null"),
    ("true", "a boolean"),
    ("5", "a number"),
    ("-5", "a number"),
    ("5.5", "a number"),
    (r#""text""#, "a string"),
    ("[5]", "an array"),
    (r#"{"name": 5}"#, "an object"),
];

/// What is said of the kinds other than `wanted`, each in one line with its JSON.
pub(crate) fn kinds_other_than(wanted: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.into_iter().filter(move |(_, kind)| *kind != wanted)
}

/// The error that reading `json` as a `T` ends in, without the position `serde_json` adds.
pub(crate) fn refusal<T: DeserializeOwned + Debug>(json: &str) -> String {
    let text = serde_json::from_str::<T>(json).unwrap_err().to_string();
    match text.split_once(" at line ") {
        Some((reason, _)) => reason.to_owned(),
        None => text,
    }
}

/// The path and the error that reading `json` as a `T` ends in.
pub(crate) fn refusal_at<T: DeserializeOwned + Debug>(json: &str) -> (String, String) {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let error = serde_path_to_error::deserialize::<_, T>(&mut deserializer).unwrap_err();
    (error.path().to_string(), error.into_inner().to_string())
}
