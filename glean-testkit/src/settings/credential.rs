use std::time::{Duration, UNIX_EPOCH};

use serde::Deserialize;

use crate::{Credential, CredentialKind, CredentialState};

/// A credential as JSON has it. It is no `Debug`: it holds a secret.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    secret: String,
    kind: CredentialKind,
    user: Option<String>,
    #[serde(default = "valid")]
    state: CredentialState,
    expires_at: Option<u64>,
}

fn valid() -> CredentialState {
    CredentialState::Valid
}

#[derive(Deserialize)]
#[serde(try_from = "Raw")]
pub(super) struct CredentialSettings(pub(super) Credential);

impl TryFrom<Raw> for CredentialSettings {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, String> {
        let kind = raw.kind;
        let credential = match (kind, raw.user) {
            (CredentialKind::User, Some(user)) => Credential::user(raw.secret, user),
            (CredentialKind::GleanOAuth, Some(user)) => Credential::glean_oauth(raw.secret, user),
            (CredentialKind::ExternalOAuth, Some(user)) => {
                Credential::external_oauth(raw.secret, user)
            }
            (CredentialKind::Global, None) => Credential::global(raw.secret),
            (CredentialKind::Anonymous, None) => Credential::anonymous(raw.secret),
            (_, None) => return Err(format!("a {kind} credential needs its `user`")),
            (_, Some(_)) => return Err(format!("a {kind} credential has no `user` of its own")),
        };
        let credential = credential.state(raw.state);
        let Some(seconds) = raw.expires_at else {
            return Ok(Self(credential));
        };
        UNIX_EPOCH
            .checked_add(Duration::from_secs(seconds))
            .map(|end| Self(credential.expires_at(end)))
            .ok_or_else(|| "`expires_at` is beyond what the system can count".to_owned())
    }
}
