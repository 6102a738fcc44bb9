use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess};

use crate::AuthToken;
use crate::expiration_time::ExpirationTime;
use crate::kind_reader::{self, KindReader};
use crate::member_name::MemberName;

/// The reply of `createToken`: a token and the time it expires.
///
/// (Glean's developer documentation, page "Create authentication token".)
///
/// ```
/// use glean_models::CreateAuthTokenResponse;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let minted = CreateAuthTokenResponse::new("t0ken", 1_893_456_000);
///
/// assert_eq!(
///     serde_json::to_string(&minted)?,
///     r#"{"token":"t0ken","expirationTime":1893456000}"#,
/// );
/// # Ok(())
/// # }
/// ```
///
/// # Serde
///
/// **Serializing exposes the token.** It writes `{"token":"…","expirationTime":…}`, which is what
/// the Web SDK takes.
///
/// Deserializing takes a JSON object, with its members in any order; unknown ones are ignored. It
/// fails, never naming a value or an unknown member, when
///
/// - the whole is not an object;
/// - `token` or `expirationTime` is missing or stands there twice;
/// - `token` is not a string, or an empty one;
/// - `expirationTime` is not an integer that fits an `i64`. A number whose fraction is zero
///   (`1.893456e9`, `1893456000.0`) is an integer.
#[non_exhaustive]
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateAuthTokenResponse {
    /// The token, for the Web SDK to present.
    pub token: AuthToken,
    /// When the token expires, in seconds since the Unix epoch, UTC.
    pub expiration_time: i64,
}

impl CreateAuthTokenResponse {
    /// Makes a reply from a token and the time it expires, in seconds since the Unix epoch, UTC.
    pub fn new(token: impl Into<AuthToken>, expiration_time: i64) -> Self {
        Self {
            token: token.into(),
            expiration_time,
        }
    }
}

impl<'de> Deserialize<'de> for CreateAuthTokenResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        kind_reader::read(deserializer, CreateAuthTokenResponseReader)
    }
}

/// A derived reader would take an array too, and print what it refuses.
struct CreateAuthTokenResponseReader;

impl<'de> KindReader<'de> for CreateAuthTokenResponseReader {
    type Value = CreateAuthTokenResponse;

    const EXPECTED: &'static str = "an object";

    fn object<A: MapAccess<'de>>(
        self,
        mut members: A,
    ) -> Result<CreateAuthTokenResponse, A::Error> {
        const TOKEN: &str = "token";
        const EXPIRATION_TIME: &str = "expirationTime";

        let mut token = None;
        let mut expiration_time = None;
        while let Some(MemberName(name)) = members.next_key()? {
            match &*name {
                TOKEN if token.is_some() => return Err(A::Error::duplicate_field(TOKEN)),
                TOKEN => token = Some(members.next_value::<AuthToken>()?),
                EXPIRATION_TIME if expiration_time.is_some() => {
                    return Err(A::Error::duplicate_field(EXPIRATION_TIME));
                }
                EXPIRATION_TIME => expiration_time = Some(members.next_value::<ExpirationTime>()?),
                _ => {
                    members.next_value::<IgnoredAny>()?;
                }
            }
        }

        let token = token.ok_or_else(|| A::Error::missing_field(TOKEN))?;
        let expiration_time =
            expiration_time.ok_or_else(|| A::Error::missing_field(EXPIRATION_TIME))?;
        Ok(CreateAuthTokenResponse {
            token,
            expiration_time: expiration_time.0,
        })
    }
}
