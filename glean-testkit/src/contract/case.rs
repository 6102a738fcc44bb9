use std::fmt;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::{Deserialize, Serialize};

use crate::CredentialState;

/// One case of the contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Case {
    /// Its name, which does not change.
    pub id: String,
    /// What it says, in a line.
    pub title: String,
    /// What it rests on.
    pub basis: Basis,
    /// Where that can be read.
    pub source: String,
    /// Whose behaviour it is about.
    #[serde(flatten)]
    pub side: Side,
    /// What a client must conclude from the reply.
    pub client: ClientConclusion,
}

/// What a case rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Basis {
    /// Glean's OpenAPI document.
    Openapi,
    /// Glean's developer documentation, or the RFC that it rests on.
    Docs,
    /// The behaviour of Glean's servers or official clients.
    Observed,
    /// Nothing of these: it is what seems likely.
    Assumed,
}

/// Whose behaviour a case is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Side {
    /// A server's: it can be asked.
    Server {
        /// What the caller holds.
        given: Given,
        /// How the request differs from the plain one.
        request: CaseRequest,
        /// What is to come back.
        expect: Expectation,
        /// Whether a tenant may be asked.
        live: Live,
    },
    /// A client's: this reply has come back to it.
    Client {
        /// The reply.
        reply: CaseReply,
    },
}

/// What the caller of a case holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Given {
    /// The credential's kind.
    pub credential: GivenCredential,
    /// The credential's state.
    #[serde(with = "state")]
    pub state: CredentialState,
}

/// The credential that a case's caller holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum GivenCredential {
    /// Issued by Glean for one user.
    User,
    /// Issued by Glean for the whole deployment.
    Global,
    /// Issued by Glean for nobody.
    Anonymous,
    /// An access token of Glean's own OAuth server.
    GleanOauth,
    /// An access token of an external identity provider.
    ExternalOauth,
    /// One that nobody issued.
    Unknown,
    /// None at all.
    None,
    /// A minted token, which is none.
    Minted,
}

/// How a case's request differs from the plain one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CaseRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) scheme: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) act_as: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) headers: Vec<(String, String)>,
}

/// What a server is to answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Expectation {
    /// The status.
    pub status: u16,
    /// The whole body, where the contract knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Whom a token is minted for: `Some(None)` is nobody, and `None` that none is minted.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub minted_for: Option<Option<String>>,
}

/// Tells a member that is null from one that is not there.
fn present<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Whether a case may be tried on a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Live {
    /// It does no harm.
    Safe,
    /// It would have to put a secret where none belongs, or the like.
    Unsafe,
}

/// A reply that has come back to a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CaseReply {
    status: u16,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    body: String,
}

impl CaseReply {
    /// Makes the reply.
    ///
    /// What HTTP does not allow in it is left out; the cases of this crate have none of that.
    #[must_use]
    pub fn response(&self) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(self.body.clone()));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) =
                (HeaderName::try_from(name), HeaderValue::try_from(value))
            {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

/// What a client must conclude from a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ClientConclusion {
    /// Success, or the kind of error.
    pub concludes: Concludes,
    /// Whether the call is worth another attempt, with the client's default retry codes.
    #[serde(default)]
    pub retryable: bool,
    /// How long the server asks to wait, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u64>,
    /// The problem's code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The problem's request id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The minted token, where the case knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// When the token expires, where the case knows it, in seconds of the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiration_time: Option<i64>,
}

/// Success, or the kind of error, by the names of `glean_api::ErrorKind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Concludes {
    /// A token was minted.
    #[serde(rename = "minted")]
    Minted,
    /// The server answered with a status of 4XX or 5XX.
    Api,
    /// The server answered with another status than 200, or with a 200 that is not JSON.
    UnexpectedResponse,
    /// The server answered 200 with JSON that does not fit.
    ResponseValidation,
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.id, self.title)
    }
}

#[derive(Deserialize)]
struct File {
    cases: Vec<Case>,
}

pub(super) fn parse(json: &str) -> serde_json::Result<Vec<Case>> {
    serde_json::from_str::<File>(json).map(|file| file.cases)
}

mod state {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::CredentialState;

    const NAMES: [(CredentialState, &str); 4] = [
        (CredentialState::Valid, "valid"),
        (CredentialState::Expired, "expired"),
        (CredentialState::Revoked, "revoked"),
        (CredentialState::Unscoped, "unscoped"),
    ];

    pub(super) fn serialize<S: Serializer>(
        state: &CredentialState,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let named = NAMES.iter().find(|(own, _)| own == state);
        serializer.serialize_str(named.map_or("unknown", |(_, name)| name))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<CredentialState, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let named = NAMES.iter().find(|(_, name)| *name == text);
        let unknown = || D::Error::custom("no such state of a credential");
        named.map(|(state, _)| *state).ok_or_else(unknown)
    }
}
