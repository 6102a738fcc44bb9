use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};
use serde::de::{self, Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

use crate::kind_reader::{self, KindReader};

/// A token that Glean's Web SDK presents for one user: a secret.
///
/// It is opaque. It is not valid for the Client API (`/rest/api/v1/*`). (Glean's developer
/// documentation, page "Create authentication token".)
///
/// `Debug` prints `AuthToken([redacted])`. There is no `Display`, no `Deref` and no comparison;
/// [`expose_secret`](Self::expose_secret) is the one way to the text. The memory is wiped when the
/// token is dropped, and so is each clone's.
///
/// ```
/// use glean_models::AuthToken;
///
/// let token = AuthToken::new("t0ken");
///
/// assert_eq!(token.expose_secret(), "t0ken");
/// assert_eq!(format!("{token:?}"), "AuthToken([redacted])");
/// ```
///
/// # Serde
///
/// **Serializing exposes the token**: it is written as a plain string, since handing it to a
/// browser is what it is for. Keep it out of a struct that is serialized into a log.
///
/// Deserializing takes a string that is not empty. It makes one copy, the token's own; a `String`
/// that the format hands over is wiped.
#[derive(Clone)]
pub struct AuthToken(SecretString);

impl AuthToken {
    /// Wraps a token.
    ///
    /// A `String` is wiped once its text has been moved to memory that the token owns.
    pub fn new(token: impl Into<String>) -> Self {
        Self::from(token.into())
    }

    /// Exposes the token's text.
    ///
    /// Whatever is made from it is no longer redacted nor wiped.
    #[must_use]
    pub fn expose_secret(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for AuthToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AuthToken([redacted])")
    }
}

impl From<String> for AuthToken {
    fn from(mut token: String) -> Self {
        // Not `into_boxed_str`: where it shrinks the buffer, the old one is freed unwiped.
        let wrapped = Self::from(token.as_str());
        token.zeroize();
        wrapped
    }
}

impl From<&str> for AuthToken {
    fn from(token: &str) -> Self {
        Self(SecretString::new(Box::from(token)))
    }
}

impl Serialize for AuthToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose_secret())
    }
}

impl<'de> Deserialize<'de> for AuthToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, AuthTokenReader)
    }
}

struct AuthTokenReader;

impl KindReader<'_> for AuthTokenReader {
    type Value = AuthToken;

    const EXPECTED: &'static str = "a string";

    fn string<E: de::Error>(self, value: &str) -> Result<AuthToken, E> {
        if value.is_empty() {
            return Err(E::custom("expected a non-empty string"));
        }
        Ok(AuthToken::from(value))
    }

    fn owned_string<E: de::Error>(self, mut value: String) -> Result<AuthToken, E> {
        let token = self.string(&value);
        value.zeroize();
        token
    }
}
