use alloc::string::String;
use core::fmt;

use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::json_kind::JsonKind;
use crate::number::Number;
use crate::number_marker;

/// Reads one value, which `reader` takes or refuses by its kind.
///
/// Every `Deserialize` of this crate goes through here. It asks for `deserialize_any` on purpose:
/// asked for a certain type, `serde_json` refuses a wrong one by itself, and its text
/// (`` invalid type: string "…" ``) holds the value.
pub(crate) fn read<'de, D, R>(deserializer: D, reader: R) -> Result<R::Value, D::Error>
where
    D: Deserializer<'de>,
    R: KindReader<'de>,
{
    deserializer.deserialize_any(ByKind(reader))
}

/// Takes the JSON kinds that it overrides and refuses all others, never naming the value.
pub(crate) trait KindReader<'de>: Sized {
    type Value;

    /// What is wanted, with its article: "a string".
    const EXPECTED: &'static str;

    fn null<E: de::Error>(self) -> Result<Self::Value, E> {
        Err(JsonKind::Null.refused(Self::EXPECTED))
    }

    fn boolean<E: de::Error>(self, _value: bool) -> Result<Self::Value, E> {
        Err(JsonKind::Boolean.refused(Self::EXPECTED))
    }

    fn number<E: de::Error>(self, _value: Number) -> Result<Self::Value, E> {
        Err(JsonKind::Number.refused(Self::EXPECTED))
    }

    fn string<E: de::Error>(self, _value: &str) -> Result<Self::Value, E> {
        Err(JsonKind::String.refused(Self::EXPECTED))
    }

    /// Takes a string that outlives the reading. Override it where a copy can be spared.
    fn borrowed_string<E: de::Error>(self, value: &'de str) -> Result<Self::Value, E> {
        self.string(value)
    }

    /// Takes a string together with its buffer. Override it where the buffer matters.
    fn owned_string<E: de::Error>(self, value: String) -> Result<Self::Value, E> {
        self.string(&value)
    }

    fn array<A: SeqAccess<'de>>(self, _items: A) -> Result<Self::Value, A::Error> {
        Err(JsonKind::Array.refused(Self::EXPECTED))
    }

    fn object<A: MapAccess<'de>>(self, _members: A) -> Result<Self::Value, A::Error> {
        Err(JsonKind::Object.refused(Self::EXPECTED))
    }
}

/// Sorts serde's many visits into JSON's six kinds.
///
/// The visits that are missing here either end in one of these (`i8`, `f32`, `char`), or stand for what JSON cannot hold (bytes, options, enums), and serde's own refusal
/// of those names no value.
struct ByKind<R>(R);

impl<'de, R: KindReader<'de>> Visitor<'de> for ByKind<R> {
    type Value = R::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(R::EXPECTED)
    }

    fn visit_unit<E: de::Error>(self) -> Result<R::Value, E> {
        self.0.null()
    }

    fn visit_none<E: de::Error>(self) -> Result<R::Value, E> {
        self.0.null()
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<R::Value, E> {
        self.0.boolean(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<R::Value, E> {
        self.0.number(Number::Integer(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<R::Value, E> {
        self.0.number(Number::from(value))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<R::Value, E> {
        self.0.number(Number::from(value))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<R::Value, E> {
        self.0.number(Number::from(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<R::Value, E> {
        self.0.number(Number::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<R::Value, E> {
        self.0.string(value)
    }

    fn visit_borrowed_str<E: de::Error>(self, value: &'de str) -> Result<R::Value, E> {
        self.0.borrowed_string(value)
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<R::Value, E> {
        self.0.owned_string(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<R::Value, A::Error> {
        self.0.array(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<R::Value, A::Error> {
        number_marker::read_map(self.0, members)
    }
}
