use alloc::borrow::Cow;
use alloc::string::String;

use serde::de::{self, Deserialize, Deserializer};

use crate::kind_reader::{self, KindReader};

/// The name of an object's member; borrowed where the format lends it, which spares a copy each.
pub(crate) struct MemberName<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for MemberName<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, MemberNameReader)
    }
}

struct MemberNameReader;

impl<'de> KindReader<'de> for MemberNameReader {
    type Value = MemberName<'de>;

    const EXPECTED: &'static str = "a string";

    fn string<E: de::Error>(self, value: &str) -> Result<MemberName<'de>, E> {
        Ok(MemberName(Cow::Owned(String::from(value))))
    }

    fn borrowed_string<E: de::Error>(self, value: &'de str) -> Result<MemberName<'de>, E> {
        Ok(MemberName(Cow::Borrowed(value)))
    }

    fn owned_string<E: de::Error>(self, value: String) -> Result<MemberName<'de>, E> {
        Ok(MemberName(Cow::Owned(value)))
    }
}
