//! Credentials: a fixed token, a provider that is asked at each call, or none.

use std::any::type_name;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_trait::async_trait;
use http::HeaderValue;
use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretString};

use crate::Error;

type BoxError = Box<dyn StdError + Send + Sync>;

/// A long-lived Glean credential: redacted in `Debug`, wiped from memory when dropped.
///
/// ```
/// use glean_api::credential::ApiToken;
///
/// assert_eq!(format!("{:?}", ApiToken::from("s3cret")), "ApiToken([redacted])");
/// ```
#[derive(Clone)]
pub struct ApiToken(SecretString);

impl ApiToken {
    /// Makes the `Authorization` value, without doubling a scheme that is there already.
    pub(crate) fn authorization(&self) -> Result<HeaderValue, Error> {
        let token = self.0.expose_secret();
        let bare = match token.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("bearer ") => &token[7..],
            _ => token,
        };
        if bare.trim().is_empty() {
            return Err(Error::invalid("the API token is empty"));
        }
        if let Some((at, byte)) = bare
            .bytes()
            .enumerate()
            .find(|(_, byte)| !(b' '..=b'~').contains(byte))
        {
            let hint = match byte {
                b'\n' | b'\r' if at + 2 >= bare.len() => "; it seems to be a line's end: trim it",
                _ => "",
            };
            return Err(Error::invalid(format!(
                "the API token holds a byte that HTTP forbids there (0x{byte:02x}, at position {at}){hint}"
            )));
        }
        if bare.trim() != bare {
            return Err(Error::invalid(
                "the API token begins or ends with a space: trim it",
            ));
        }
        let mut value = HeaderValue::try_from(format!("Bearer {bare}"))
            .map_err(|_| Error::invalid("the API token holds bytes that HTTP forbids"))?;
        value.set_sensitive(true);
        Ok(value)
    }
}

impl From<String> for ApiToken {
    fn from(mut token: String) -> Self {
        // Not `into_boxed_str`: where it shrinks the buffer, the old one is freed unwiped.
        let wrapped = Self::from(token.as_str());
        token.zeroize();
        wrapped
    }
}

impl From<&str> for ApiToken {
    fn from(token: &str) -> Self {
        Self(token.into())
    }
}

impl fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiToken([redacted])")
    }
}

/// Gives the credential anew at each call, so that it can be rotated.
///
/// It is asked once a call, not once an attempt; keep what is costly to fetch.
#[async_trait]
pub trait CredentialProvider: fmt::Debug + Send + Sync + 'static {
    /// Gives the credential for one call.
    ///
    /// # Errors
    ///
    /// Returns whatever kept it from giving one; the call then fails with
    /// [`ErrorKind::Credential`](crate::ErrorKind::Credential) and this as its source. What the
    /// error says must not hold a secret.
    async fn credential(&self) -> Result<ApiToken, BoxError>;
}

/// Makes a [`CredentialProvider`] of an async closure.
///
/// ```
/// use glean_api::Glean;
/// use glean_api::credential::{ApiToken, credential_fn};
///
/// # #[cfg(not(feature = "reqwest"))]
/// # fn main() {}
/// # #[cfg(feature = "reqwest")]
/// # fn main() -> Result<(), glean_api::Error> {
/// let provider = credential_fn(|| async {
///     let token = std::fs::read_to_string("/run/secrets/glean")?;
///     Ok(ApiToken::from(token.trim()))
/// });
/// let glean = Glean::builder().instance("acme").credential_provider(provider).build()?;
/// # Ok(())
/// # }
/// ```
pub fn credential_fn<F, Fut>(credential: F) -> CredentialFn<F>
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<ApiToken, BoxError>> + Send,
{
    CredentialFn(credential)
}

/// A [`CredentialProvider`] made of a closure; see [`credential_fn`].
#[derive(Clone, Copy)]
pub struct CredentialFn<F>(F);

#[async_trait]
impl<F, Fut> CredentialProvider for CredentialFn<F>
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<ApiToken, BoxError>> + Send,
{
    async fn credential(&self) -> Result<ApiToken, BoxError> {
        (self.0)().await
    }
}

impl<F> fmt::Debug for CredentialFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CredentialFn")
            .field(&type_name::<F>())
            .finish()
    }
}

/// Where a call takes its credential from.
#[derive(Clone)]
pub(crate) enum Credential {
    /// The ready `Authorization` value.
    Fixed(HeaderValue),
    Provider(Provider),
    Anonymous,
}

/// A provider, and which one it is: what it gives may change, and stays the same credential.
#[derive(Clone)]
pub(crate) struct Provider {
    pub(crate) provider: Arc<dyn CredentialProvider>,
    #[cfg_attr(not(feature = "token-cache"), expect(dead_code))]
    pub(crate) id: u64,
}

impl Credential {
    pub(crate) fn provided(provider: impl CredentialProvider) -> Self {
        static PROVIDERS: AtomicU64 = AtomicU64::new(0);
        Self::Provider(Provider {
            provider: Arc::new(provider),
            id: PROVIDERS.fetch_add(1, Ordering::Relaxed),
        })
    }
}

impl fmt::Debug for Credential {
    // A provider's own `Debug` is left out: it may be derived, over a token in plain text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fixed(_) => "Fixed([redacted])",
            Self::Provider(_) => "Provider(..)",
            Self::Anonymous => "Anonymous",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(token: &str) -> String {
        ApiToken::from(token)
            .authorization()
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned()
    }

    #[test]
    fn a_scheme_of_any_case_is_not_doubled() {
        for token in ["s3cret", "Bearer s3cret", "bearer s3cret", "BEARER s3cret"] {
            assert_eq!(value(token), "Bearer s3cret");
        }
        assert_eq!(value("Bearers3cret"), "Bearer Bearers3cret");
    }

    #[test]
    fn forbidden_bytes_are_refused_by_position_and_never_shown() {
        for (token, reason) in [
            ("", "empty"),
            ("Bearer ", "empty"),
            ("  ", "empty"),
            (
                "s3cret\n",
                "(0x0a, at position 6); it seems to be a line's end",
            ),
            ("s3\rcret", "(0x0d, at position 2)"),
            ("s3cret\u{e4}", "(0xc3, at position 6)"),
            (" s3cret", "begins or ends with a space"),
            ("Bearer  s3cret", "begins or ends with a space"),
        ] {
            let error = ApiToken::from(token).authorization().unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
            assert!(!format!("{error} {error:?}").contains("cret"), "{error:?}");
        }
    }
}
