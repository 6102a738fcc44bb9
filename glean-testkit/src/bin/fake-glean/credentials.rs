use std::env;

use glean_testkit::contract::Credentials;
use glean_testkit::{CredentialKind, CredentialState};

use crate::failure::Failure;

/// Reads the credentials of the environment; `None` if it has none.
pub(crate) fn from_env() -> Result<Option<Credentials>, Failure> {
    let mut credentials = Credentials::none();
    let mut found = false;
    for kind in CredentialKind::ALL {
        for state in CredentialState::ALL {
            if let Some(secret) = read(&name(*kind, *state))? {
                credentials = credentials.with(*kind, *state, secret);
                found = true;
            }
        }
    }
    if let Some(user) = read("FAKE_GLEAN_ACT_AS")? {
        credentials = credentials.user(user);
    }
    if let Some(user) = read("FAKE_GLEAN_ACT_AS_OTHER")? {
        credentials = credentials.other_user(user);
    }
    Ok(found.then_some(credentials))
}

fn name(kind: CredentialKind, state: CredentialState) -> String {
    let kind = match kind {
        CredentialKind::User => "USER",
        CredentialKind::Global => "GLOBAL",
        CredentialKind::Anonymous => "ANONYMOUS",
        CredentialKind::GleanOAuth => "GLEAN_OAUTH",
        _ => "EXTERNAL_OAUTH",
    };
    match state {
        CredentialState::Valid => format!("FAKE_GLEAN_{kind}"),
        state => format!("FAKE_GLEAN_{kind}_{}", state.to_string().to_uppercase()),
    }
}

/// An empty variable is as good as none.
fn read(name: &str) -> Result<Option<String>, Failure> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::new(format!("{name} is not UTF-8"))),
    }
}
