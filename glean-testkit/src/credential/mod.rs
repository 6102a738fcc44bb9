//! What a caller may present: the rows of the credentials table, and each row's states.

mod kind;
mod magic;
mod magic_status;
mod state;

use std::fmt;
use std::time::SystemTime;

use crate::Fingerprint;

pub use kind::CredentialKind;
pub(crate) use magic::{ADA, GRACE, built_in};
pub(crate) use magic_status::MagicStatus;
pub use state::CredentialState;

/// A credential that the fake knows.
///
/// `Debug` shows its kind and a [`Fingerprint`], never the secret.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use glean_testkit::{Credential, CredentialState, FakeGlean};
///
/// let glean = FakeGlean::builder()
///     .credential(Credential::global("rotated-last-week").state(CredentialState::Revoked))
///     .credential(
///         Credential::user("short-lived", "lin@example.com")
///             .expires_at(SystemTime::now() + Duration::from_secs(60)),
///     )
///     .in_process();
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    secret: String,
    kind: CredentialKind,
    state: CredentialState,
    user: Option<String>,
    expires_at: Option<SystemTime>,
    /// Revoked while the fake runs; its state comes back with it.
    withdrawn: bool,
}

impl Credential {
    /// Makes a Glean-issued credential of one user.
    pub fn user(secret: impl Into<String>, email: impl Into<String>) -> Self {
        Self::new(secret.into(), CredentialKind::User, Some(email.into()))
    }

    /// Makes a Glean-issued global credential, which names the user with `X-Glean-ActAs`.
    pub fn global(secret: impl Into<String>) -> Self {
        Self::new(secret.into(), CredentialKind::Global, None)
    }

    /// Makes a Glean-issued anonymous credential, which acts for nobody.
    pub fn anonymous(secret: impl Into<String>) -> Self {
        Self::new(secret.into(), CredentialKind::Anonymous, None)
    }

    /// Makes an access token of Glean's own OAuth server.
    pub fn glean_oauth(secret: impl Into<String>, email: impl Into<String>) -> Self {
        Self::new(
            secret.into(),
            CredentialKind::GleanOAuth,
            Some(email.into()),
        )
    }

    /// Makes an access token of an external identity provider, which needs its header
    /// `X-Glean-Auth-Type: OAUTH`.
    pub fn external_oauth(secret: impl Into<String>, email: impl Into<String>) -> Self {
        Self::new(
            secret.into(),
            CredentialKind::ExternalOAuth,
            Some(email.into()),
        )
    }

    fn new(secret: String, kind: CredentialKind, user: Option<String>) -> Self {
        Self {
            secret,
            kind,
            state: CredentialState::Valid,
            user,
            expires_at: None,
            withdrawn: false,
        }
    }

    /// Sets the state, which is [`Valid`](CredentialState::Valid) unless set.
    #[must_use]
    pub fn state(mut self, state: CredentialState) -> Self {
        self.state = state;
        self
    }

    /// Lets the credential expire at `time`, by the fake's clock.
    #[must_use]
    pub fn expires_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// Gives the row of the credentials table.
    #[must_use]
    pub fn kind(&self) -> CredentialKind {
        self.kind
    }

    /// Gives the state at `now`: past its end a valid credential is expired.
    #[must_use]
    pub fn state_at(&self, now: SystemTime) -> CredentialState {
        if self.withdrawn {
            return CredentialState::Revoked;
        }
        let over = self.expires_at.is_some_and(|end| now >= end);
        if over && self.state != CredentialState::Revoked {
            CredentialState::Expired
        } else {
            self.state
        }
    }

    pub(crate) fn set_withdrawn(&mut self, withdrawn: bool) {
        self.withdrawn = withdrawn;
    }

    pub(crate) fn secret(&self) -> &str {
        &self.secret
    }

    pub(crate) fn own_user(&self) -> Option<&str> {
        self.user.as_deref()
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("secret", &Fingerprint::of(&self.secret))
            .field("kind", &self.kind)
            .field("state", &self.state)
            .field("user", &self.user)
            .field("expires_at", &self.expires_at)
            .field("withdrawn", &self.withdrawn)
            .finish()
    }
}
