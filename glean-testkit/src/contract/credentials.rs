use std::collections::BTreeMap;
use std::fmt;

use super::{Given, GivenCredential};
use crate::{CredentialKind, CredentialState};

/// The credentials to try the cases with, by kind and state.
///
/// `Debug` shows which there are, and none of them.
#[derive(Clone, Default)]
#[must_use]
pub struct Credentials {
    secrets: BTreeMap<(CredentialKind, &'static str), String>,
}

impl Credentials {
    /// Starts without any.
    pub fn none() -> Self {
        Self::default()
    }

    /// Takes the spellings that every fake of this crate knows.
    pub fn magic() -> Self {
        let states = [
            CredentialState::Valid,
            CredentialState::Expired,
            CredentialState::Revoked,
            CredentialState::Unscoped,
        ];
        let all = CredentialKind::ALL
            .iter()
            .flat_map(|kind| states.map(|state| (*kind, state)));
        all.fold(Self::none(), |known, (kind, state)| {
            known.with(kind, state, kind.magic(state))
        })
    }

    /// Adds a credential, given without `Bearer`.
    pub fn with(
        mut self,
        kind: CredentialKind,
        state: CredentialState,
        secret: impl Into<String>,
    ) -> Self {
        self.secrets.insert((kind, name(state)), secret.into());
        self
    }

    /// Gives what a case's caller presents: `Some(None)` is nothing, and `None` that it is missing.
    pub(super) fn presented<'a>(
        &'a self,
        given: &Given,
        minted: Option<&'a str>,
    ) -> Option<Option<&'a str>> {
        let kind = match given.credential {
            GivenCredential::User => CredentialKind::User,
            GivenCredential::Global => CredentialKind::Global,
            GivenCredential::Anonymous => CredentialKind::Anonymous,
            GivenCredential::GleanOauth => CredentialKind::GleanOAuth,
            GivenCredential::ExternalOauth => CredentialKind::ExternalOAuth,
            GivenCredential::Unknown => return Some(Some("nobody-issued-this")),
            GivenCredential::None => return Some(None),
            GivenCredential::Minted => return minted.map(Some),
        };
        let secret = self.secrets.get(&(kind, name(given.state)))?;
        Some(Some(secret))
    }
}

fn name(state: CredentialState) -> &'static str {
    match state {
        CredentialState::Valid => "valid",
        CredentialState::Expired => "expired",
        CredentialState::Revoked => "revoked",
        CredentialState::Unscoped => "unscoped",
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.secrets.keys()).finish()
    }
}
