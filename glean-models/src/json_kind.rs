use core::fmt;

use serde::de;

/// The kind of a JSON value (RFC 8259, section 3): all that an error may say of what was found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum JsonKind {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl JsonKind {
    /// Refuses a value by its kind alone.
    pub(crate) fn refused<E: de::Error>(self, expected: &str) -> E {
        E::custom(format_args!("expected {expected}, found {self}"))
    }
}

impl fmt::Display for JsonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}
