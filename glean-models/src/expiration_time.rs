use serde::de::{self, Deserialize, Deserializer};

use crate::kind_reader::{self, KindReader};
use crate::number::{NotAnInteger, Number};

/// The wire form of an expiration time: a JSON integer that fits an `i64`.
///
/// JSON has one kind of number, so a float whose fraction is zero (`1.893456e9`) is an integer.
pub(crate) struct ExpirationTime(pub(crate) i64);

impl<'de> Deserialize<'de> for ExpirationTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, ExpirationTimeReader)
    }
}

struct ExpirationTimeReader;

impl KindReader<'_> for ExpirationTimeReader {
    type Value = ExpirationTime;

    const EXPECTED: &'static str = "an integer";

    fn number<E: de::Error>(self, value: Number) -> Result<ExpirationTime, E> {
        value.to_integer().map(ExpirationTime).map_err(|reason| {
            E::custom(match reason {
                NotAnInteger::Fraction => "expected an integer, found a fraction",
                NotAnInteger::OutOfRange => {
                    "expected an integer that fits 64 bits signed, found one out of range"
                }
            })
        })
    }
}
