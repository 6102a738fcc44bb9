use std::collections::BTreeMap;

use serde::de::Deserializer;
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

/// Headers of a case: names in lower case, and the values of each in their order.
///
/// In JSON it is an object; several values of one name are an array.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Headers(BTreeMap<String, Vec<String>>);

impl Headers {
    /// Gives name and value of each header.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str())))
    }

    /// Gives the first value of a name, which is to be in lower case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.first().map(String::as_str)
    }

    /// Says whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Headers {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(headers: I) -> Self {
        let mut this = Self::default();
        for (name, value) in headers {
            let values = this.0.entry(name.to_ascii_lowercase()).or_default();
            values.push(value.to_owned());
        }
        this
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Values<'a> {
    One(std::borrow::Cow<'a, str>),
    Several(Vec<String>),
}

impl Serialize for Headers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, values) in &self.0 {
            match values.as_slice() {
                [one] => map.serialize_entry(name, &Values::One(one.into()))?,
                several => map.serialize_entry(name, several)?,
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Headers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let named = BTreeMap::<String, Values<'_>>::deserialize(deserializer)?;
        let headers = named.into_iter().map(|(name, values)| match values {
            Values::One(value) => (name, vec![value.into_owned()]),
            Values::Several(values) => (name, values),
        });
        Ok(Self(headers.collect()))
    }
}
