use std::fmt;

use serde::{Deserialize, Serialize};

use super::{CredentialState, magic};

/// The rows of the credentials table. (Glean's developer documentation, page "Client API
/// Authentication".)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum CredentialKind {
    /// Issued by Glean for one user, whom it acts for; `X-Glean-ActAs` must be empty.
    User,
    /// Issued by Glean for the whole deployment; `X-Glean-ActAs` names the user.
    Global,
    /// Issued by Glean for nobody; `X-Glean-ActAs` must be empty.
    Anonymous,
    /// An access token of Glean's own OAuth server; acts for the user in the token.
    #[serde(rename = "glean-oauth")]
    GleanOAuth,
    /// An access token of an external identity provider; acts for the user in the token and needs
    /// `X-Glean-Auth-Type: OAUTH`.
    #[serde(rename = "external-oauth")]
    ExternalOAuth,
}

impl CredentialKind {
    /// Every row, in the table's order.
    pub const ALL: &'static [Self] = &[
        Self::User,
        Self::Global,
        Self::Anonymous,
        Self::GleanOAuth,
        Self::ExternalOAuth,
    ];

    /// Spells the built-in credential of this kind in `state`.
    ///
    /// The spellings are the same for every fake, so that a client in any language can provoke each
    /// reply by its credential alone.
    ///
    /// ```
    /// use glean_testkit::{CredentialKind, CredentialState};
    ///
    /// assert_eq!(CredentialKind::Global.magic(CredentialState::Valid), "glean_global");
    /// assert_eq!(CredentialKind::User.magic(CredentialState::Expired), "glean_user_expired");
    /// ```
    #[must_use]
    pub fn magic(self, state: CredentialState) -> &'static str {
        magic::spelling(self, state)
    }

    /// Says whether the kind wants `X-Glean-Auth-Type: OAUTH`.
    #[must_use]
    pub fn needs_auth_type(self) -> bool {
        self == Self::ExternalOAuth
    }

    /// Says whether a credential of this kind belongs to one user, whom it acts for.
    pub(crate) fn has_an_owner(self) -> bool {
        matches!(self, Self::User | Self::GleanOAuth | Self::ExternalOAuth)
    }

    /// Says whether the kind wants `X-Glean-ActAs`.
    #[must_use]
    pub fn needs_acting_user(self) -> bool {
        self == Self::Global
    }
}

/// Writes the kind in words, for reports.
impl fmt::Display for CredentialKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::User => "user-scoped",
            Self::Global => "global",
            Self::Anonymous => "anonymous",
            Self::GleanOAuth => "Glean OAuth",
            Self::ExternalOAuth => "external OAuth",
        })
    }
}
