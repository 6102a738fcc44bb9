//! Numbers that arrive dressed as objects.
//!
//! With `serde_json`'s feature `arbitrary_precision`, which any crate of a build can switch on for
//! all others, `deserialize_any` hands over a number as an object of one member with a reserved
//! name. Left alone, it would be refused as an object.

use alloc::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess};

use crate::kind_reader::{self, KindReader};
use crate::member_name::MemberName;
use crate::number::Number;

const NUMBER_MARKER: &str = "$serde_json::private::Number";

/// Gives a map to `reader`: as a number if it is a disguised one, else as an object.
pub(crate) fn read_map<'de, R, A>(reader: R, mut members: A) -> Result<R::Value, A::Error>
where
    R: KindReader<'de>,
    A: MapAccess<'de>,
{
    match members.next_key::<MemberName<'de>>()? {
        Some(name) if name.0 == NUMBER_MARKER => {
            let NumberText(number) = members.next_value()?;
            reader.number(number)
        }
        first => reader.object(Peeked {
            first: Some(first),
            rest: members,
        }),
    }
}

/// Members whose first name has been read already, and is given again.
struct Peeked<'de, A> {
    /// `Some(None)`: the look ahead found the object empty.
    first: Option<Option<MemberName<'de>>>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Peeked<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error>
    where
        K: DeserializeSeed<'de>,
    {
        match self.first.take() {
            Some(Some(MemberName(Cow::Borrowed(name)))) => {
                let name = BorrowedStrDeserializer::<A::Error>::new(name);
                seed.deserialize(name).map(Some)
            }
            Some(Some(MemberName(Cow::Owned(name)))) => {
                let name: StringDeserializer<A::Error> = name.into_deserializer();
                seed.deserialize(name).map(Some)
            }
            Some(None) => Ok(None),
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V>(&mut self, seed: V) -> Result<V::Value, A::Error>
    where
        V: DeserializeSeed<'de>,
    {
        self.rest.next_value_seed(seed)
    }
}

/// A number as text, the value of the reserved member.
struct NumberText(Number);

impl<'de> Deserialize<'de> for NumberText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, NumberTextReader)
    }
}

struct NumberTextReader;

impl KindReader<'_> for NumberTextReader {
    type Value = NumberText;

    const EXPECTED: &'static str = "a number as text";

    fn string<E: de::Error>(self, value: &str) -> Result<NumberText, E> {
        Number::parse(value)
            .map(NumberText)
            .ok_or_else(|| E::custom("number out of range"))
    }
}
