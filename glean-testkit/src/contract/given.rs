use std::fmt;

use serde::{Deserialize, Serialize};

use crate::credential::MagicStatus;
use crate::{CredentialKind, CredentialState, ModelConfig};

/// What holds before a server is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Given {
    /// The credential that the request presents.
    pub credential: GivenCredential,
    /// How the server has to spell its errors, if that matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_bodies: Option<ErrorBodies>,
    /// What is used up of the server's rate limits, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spent: Option<Spent>,
}

impl Given {
    /// Gives the configuration of a fake that is set up so.
    #[must_use]
    pub fn config(&self) -> ModelConfig {
        self.apply(ModelConfig::default())
    }

    pub(crate) fn apply(&self, config: ModelConfig) -> ModelConfig {
        let config = match self.error_bodies {
            None => config,
            Some(ErrorBodies::ProblemJson) => config.problem_json(),
        };
        match self.spent {
            None => config,
            Some(spent) => config.spent(spent),
        }
    }
}

/// The credential that a request presents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum GivenCredential {
    /// None at all.
    None,
    /// One that the server does not know.
    Unknown,
    /// A token that this operation has minted.
    Minted,
    /// One that asks for a status by its spelling, as the fake's `glean_status_503` does.
    AsksFor(StatusAsked),
    /// One that the server knows.
    #[serde(untagged)]
    Known {
        /// The row of the credentials table.
        kind: CredentialKind,
        /// What is wrong with it, if anything.
        state: CredentialState,
    },
}

/// Writes which credential it is, as in `a credential that is global and valid`.
impl fmt::Display for GivenCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("no credential"),
            Self::Unknown => f.write_str("a credential that nobody knows"),
            Self::Minted => f.write_str("a minted token"),
            Self::AsksFor(asked) => {
                write!(f, "a credential that asks for status {}", asked.status)
            }
            Self::Known { kind, state } => write!(f, "a credential that is {kind} and {state}"),
        }
    }
}

/// What a credential asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StatusAsked {
    /// The status of the reply.
    pub status: u16,
    /// Its `Retry-After`, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_seconds: Option<u32>,
}

impl StatusAsked {
    /// Spells the built-in credential that asks for this.
    #[must_use]
    pub fn magic(&self) -> String {
        let status = self.status;
        match self.retry_after_seconds {
            None => format!("glean_status_{status}"),
            Some(seconds) => format!("glean_status_{status}_after_{seconds}"),
        }
    }
}

impl From<MagicStatus> for StatusAsked {
    fn from(asked: MagicStatus) -> Self {
        Self {
            status: asked.status.as_u16(),
            retry_after_seconds: asked.retry_after_seconds,
        }
    }
}

/// How a server spells its errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorBodies {
    /// As `application/problem+json` (RFC 9457).
    ProblemJson,
}

/// A rate limit that is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Spent {
    /// The whole deployment's.
    Deployment,
    /// That of the user whom requests name as `{user}`.
    User,
}
