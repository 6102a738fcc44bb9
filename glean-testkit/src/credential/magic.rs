use super::{Credential, CredentialKind, CredentialState};

/// The user of the built-in credentials that belong to one.
pub(crate) const ADA: &str = "ada@example.com";
/// The other built-in user, for a global credential to act for.
pub(crate) const GRACE: &str = "grace@example.com";

/// Makes the built-in credentials: each kind in each state.
pub(crate) fn built_in() -> impl Iterator<Item = Credential> {
    CredentialKind::ALL.iter().flat_map(|kind| {
        CredentialState::ALL.iter().map(|state| {
            let secret = spelling(*kind, *state);
            let credential = match kind {
                CredentialKind::User => Credential::user(secret, ADA),
                CredentialKind::Global => Credential::global(secret),
                CredentialKind::Anonymous => Credential::anonymous(secret),
                CredentialKind::GleanOAuth => Credential::glean_oauth(secret, ADA),
                CredentialKind::ExternalOAuth => Credential::external_oauth(secret, ADA),
            };
            credential.state(*state)
        })
    })
}

pub(super) fn spelling(kind: CredentialKind, state: CredentialState) -> &'static str {
    use CredentialKind as Kind;
    use CredentialState as State;
    match (kind, state) {
        (Kind::User, State::Valid) => "glean_user",
        (Kind::User, State::Expired) => "glean_user_expired",
        (Kind::User, State::Revoked) => "glean_user_revoked",
        (Kind::User, State::Unscoped) => "glean_user_unscoped",
        (Kind::Global, State::Valid) => "glean_global",
        (Kind::Global, State::Expired) => "glean_global_expired",
        (Kind::Global, State::Revoked) => "glean_global_revoked",
        (Kind::Global, State::Unscoped) => "glean_global_unscoped",
        (Kind::Anonymous, State::Valid) => "glean_anonymous",
        (Kind::Anonymous, State::Expired) => "glean_anonymous_expired",
        (Kind::Anonymous, State::Revoked) => "glean_anonymous_revoked",
        (Kind::Anonymous, State::Unscoped) => "glean_anonymous_unscoped",
        (Kind::GleanOAuth, State::Valid) => "oauth_glean",
        (Kind::GleanOAuth, State::Expired) => "oauth_glean_expired",
        (Kind::GleanOAuth, State::Revoked) => "oauth_glean_revoked",
        (Kind::GleanOAuth, State::Unscoped) => "oauth_glean_unscoped",
        (Kind::ExternalOAuth, State::Valid) => "oauth_idp",
        (Kind::ExternalOAuth, State::Expired) => "oauth_idp_expired",
        (Kind::ExternalOAuth, State::Revoked) => "oauth_idp_revoked",
        (Kind::ExternalOAuth, State::Unscoped) => "oauth_idp_unscoped",
    }
}
