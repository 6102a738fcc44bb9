use alloc::borrow::Cow;
use alloc::string::String;
use core::convert::Infallible;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::kind_reader::{self, KindReader};

const OAUTH: &str = "OAUTH";

/// The kind of credential that a request carries: the value of the header `X-Glean-Auth-Type`.
///
/// Glean-issued tokens, and tokens of Glean's own OAuth server, are sent without that header.
/// (Glean's developer documentation, page "Client API Authentication".)
///
/// The set is open. A value that this crate does not know is kept as [`Other`](Self::Other), to the
/// letter. Two values are equal if they are the same on the wire, whichever way they were made.
///
/// ```
/// use glean_models::AuthType;
///
/// assert_eq!(AuthType::from("OAUTH"), AuthType::OAuth);
/// assert_eq!(AuthType::from("SAML").as_str(), "SAML");
/// ```
///
/// # Serde
///
/// A string, both ways.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub enum AuthType {
    /// `OAUTH`: an access token from an external identity provider.
    OAuth,
    /// Any other value, as it is on the wire.
    Other(Cow<'static, str>),
}

impl AuthType {
    /// Returns the value as it is on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::OAuth => OAUTH,
            Self::Other(value) => value,
        }
    }
}

impl PartialEq for AuthType {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for AuthType {}

impl Hash for AuthType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

/// Writes the value as it is on the wire.
impl fmt::Display for AuthType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl From<&str> for AuthType {
    fn from(value: &str) -> Self {
        if value == OAUTH {
            Self::OAuth
        } else {
            Self::Other(Cow::Owned(String::from(value)))
        }
    }
}

impl From<String> for AuthType {
    fn from(value: String) -> Self {
        if value == OAUTH {
            Self::OAuth
        } else {
            Self::Other(Cow::Owned(value))
        }
    }
}

/// Never fails: an unknown value is [`AuthType::Other`].
impl FromStr for AuthType {
    type Err = Infallible;

    fn from_str(value: &str) -> Result<Self, Infallible> {
        Ok(Self::from(value))
    }
}

impl Serialize for AuthType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for AuthType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, AuthTypeReader)
    }
}

struct AuthTypeReader;

impl KindReader<'_> for AuthTypeReader {
    type Value = AuthType;

    const EXPECTED: &'static str = "a string";

    fn string<E: de::Error>(self, value: &str) -> Result<AuthType, E> {
        Ok(AuthType::from(value))
    }

    fn owned_string<E: de::Error>(self, value: String) -> Result<AuthType, E> {
        Ok(AuthType::from(value))
    }
}
