use serde::{Deserialize, Serialize};

use super::{Headers, Range};

/// The reply that a server is expected to give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Expectation {
    /// The status.
    pub status: u16,
    /// Headers that are there, to the letter.
    #[serde(default, skip_serializing_if = "Headers::is_empty")]
    pub headers: Headers,
    /// The content type without its parameters, in any case; any if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// What the body is like.
    pub body: BodyRule,
}

/// What a body is like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BodyRule {
    /// It may be anything.
    Any,
    /// There is none.
    Empty,
    /// It is this text, but for white space around it.
    Text(String),
    /// It is a token and its expiration time.
    Minted(MintedRule),
    /// It is a problem (RFC 9457) with at least these members.
    Problem(ProblemRule),
}

/// JSON with `token`, a string that is not empty, and `expirationTime`, an integer: seconds since the Unix
/// epoch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MintedRule {
    /// Whom the token is for. The reply does not say; a server's own ledger does.
    #[serde(rename = "for")]
    pub minted_for: MintedFor,
    /// In how many seconds the token expires, by the server's clock if the reply has a `Date`.
    pub expires_in_seconds: Range,
}

/// Whom a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MintedFor {
    /// The user whom the credential belongs to.
    Owner,
    /// The user whom the request names: `{user}` of its headers.
    User,
    /// The other user whom requests name: `{other_user}` of its headers.
    OtherUser,
    /// Nobody: the credential is anonymous.
    Nobody,
}

/// Members of a problem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ProblemRule {
    /// `status`.
    pub status: u16,
    /// `code`, Glean's own.
    pub code: String,
}
