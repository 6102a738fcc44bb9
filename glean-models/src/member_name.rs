use alloc::string::String;

use serde::de::{self, Deserialize, Deserializer};

use crate::kind_reader::{self, KindReader};

/// The name of an object's member.
pub(crate) struct MemberName(pub(crate) String);

impl<'de> Deserialize<'de> for MemberName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, MemberNameReader)
    }
}

struct MemberNameReader;

impl KindReader<'_> for MemberNameReader {
    type Value = MemberName;

    const EXPECTED: &'static str = "a string";

    fn string<E: de::Error>(self, value: &str) -> Result<MemberName, E> {
        Ok(MemberName(String::from(value)))
    }

    fn owned_string<E: de::Error>(self, value: String) -> Result<MemberName, E> {
        Ok(MemberName(value))
    }
}
