use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess};

use crate::kind_reader::{self, KindReader};
use crate::member_name::MemberName;
use crate::number::Number;

/// Any JSON value (RFC 8259).
///
/// It is not `serde_json::Value`, because this crate depends on no data format: whoever reads with
/// another one shall not get `serde_json` into the build and into the public types.
///
/// A number is held in the first form that fits: [`Integer`](Self::Integer),
/// [`Unsigned`](Self::Unsigned), [`Float`](Self::Float). Of members with the same name the last
/// one counts, and an object is written in the order of its names.
///
/// ```
/// use glean_models::JsonValue;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let value: JsonValue = serde_json::from_str(r#"{"balance": 30, "accounts": ["/12"]}"#)?;
///
/// assert_eq!(value.get("balance").and_then(JsonValue::as_i64), Some(30));
/// assert_eq!(serde_json::to_string(&value)?, r#"{"accounts":["/12"],"balance":30}"#);
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(untagged)]
pub enum JsonValue {
    /// `null`.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer that fits an `i64`.
    Integer(i64),
    /// An integer above `i64::MAX` that fits a `u64`.
    Unsigned(u64),
    /// Any other number. JSON has no infinity and no NaN.
    Float(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<JsonValue>),
    /// An object.
    Object(BTreeMap<String, JsonValue>),
}

impl JsonValue {
    /// Tells whether this is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the boolean, if this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the integer, if this is one that fits an `i64`.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(value) => Some(*value),
            Self::Unsigned(value) => i64::try_from(*value).ok(),
            _ => None,
        }
    }

    /// Returns the integer, if this is one that fits a `u64`.
    #[must_use]
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Integer(value) => u64::try_from(*value).ok(),
            Self::Unsigned(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the nearest `f64`, if this is a number.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Unsigned(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// Returns the string, if this is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the items, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[JsonValue]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the members, if this is an object.
    #[must_use]
    pub fn as_object(&self) -> Option<&BTreeMap<String, JsonValue>> {
        match self {
            Self::Object(members) => Some(members),
            _ => None,
        }
    }

    /// Returns the member called `name`, if this is an object that has one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&JsonValue> {
        self.as_object()?.get(name)
    }
}

impl From<bool> for JsonValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for JsonValue {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<&str> for JsonValue {
    fn from(value: &str) -> Self {
        Self::String(String::from(value))
    }
}

impl From<String> for JsonValue {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<Number> for JsonValue {
    fn from(value: Number) -> Self {
        match value {
            Number::Integer(integer) => Self::Integer(integer),
            Number::Unsigned(unsigned) => Self::Unsigned(unsigned),
            Number::Float(float) => Self::Float(float),
        }
    }
}

impl<'de> Deserialize<'de> for JsonValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, JsonValueReader)
    }
}

struct JsonValueReader;

impl<'de> KindReader<'de> for JsonValueReader {
    type Value = JsonValue;

    const EXPECTED: &'static str = "a JSON value";

    fn null<E: de::Error>(self) -> Result<JsonValue, E> {
        Ok(JsonValue::Null)
    }

    fn boolean<E: de::Error>(self, value: bool) -> Result<JsonValue, E> {
        Ok(JsonValue::Bool(value))
    }

    fn number<E: de::Error>(self, value: Number) -> Result<JsonValue, E> {
        Ok(JsonValue::from(value))
    }

    fn string<E: de::Error>(self, value: &str) -> Result<JsonValue, E> {
        Ok(JsonValue::from(value))
    }

    fn owned_string<E: de::Error>(self, value: String) -> Result<JsonValue, E> {
        Ok(JsonValue::String(value))
    }

    fn array<A: SeqAccess<'de>>(self, mut items: A) -> Result<JsonValue, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(JsonValue::Array(array))
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<JsonValue, A::Error> {
        let mut object = BTreeMap::new();
        while let Some((MemberName(name), value)) = members.next_entry()? {
            object.insert(name.into_owned(), value);
        }
        Ok(JsonValue::Object(object))
    }
}
