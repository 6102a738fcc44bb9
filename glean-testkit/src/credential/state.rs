use std::fmt;

use serde::{Deserialize, Serialize};

/// What may be wrong with a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CredentialState {
    /// Nothing.
    Valid,
    /// Its time is over: 401.
    Expired,
    /// It was withdrawn: 401.
    Revoked,
    /// It lacks the scope to mint tokens, or OAuth is switched off for it: 403.
    Unscoped,
}

impl CredentialState {
    /// Every state.
    pub const ALL: &'static [Self] = &[Self::Valid, Self::Expired, Self::Revoked, Self::Unscoped];
}

/// Writes the state in a word, for reports.
impl fmt::Display for CredentialState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Unscoped => "unscoped",
        })
    }
}
