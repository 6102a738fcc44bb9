use std::fmt;

use wiremock::Match;

use super::convert::from_wiremock;
use crate::{Fingerprint, ModelConfig, rules};

/// Matches createToken calls that are as the contract wants them.
///
/// A call with a wrong path, a wrong method, a body, or a header that the contract forbids is none.
/// Whether the credential is a good one is not looked at.
pub fn create_token() -> CreateTokenMatcher {
    CreateTokenMatcher {
        config: ModelConfig::empty(),
        acting_user: None,
        credential: None,
    }
}

/// A matcher made by [`create_token`].
#[derive(Clone)]
#[must_use]
pub struct CreateTokenMatcher {
    config: ModelConfig,
    acting_user: Option<String>,
    credential: Option<String>,
}

impl CreateTokenMatcher {
    /// Matches calls for the user `email` alone, whatever its case.
    pub fn acting_for(mut self, email: impl Into<String>) -> Self {
        self.acting_user = Some(email.into());
        self
    }

    /// Matches calls with this credential alone, given without `Bearer`.
    pub fn with_credential(mut self, secret: impl Into<String>) -> Self {
        self.credential = Some(secret.into());
        self
    }

    /// Matches calls below a path, as behind a gateway.
    pub fn below(mut self, prefix: &str) -> Self {
        self.config = self.config.path_prefix(prefix);
        self
    }
}

impl Match for CreateTokenMatcher {
    fn matches(&self, request: &wiremock::Request) -> bool {
        let request = from_wiremock(request);
        if rules::route(&request, &self.config).is_err() {
            return false;
        }
        let Ok(call) = rules::read(&request) else {
            return false;
        };
        let is_for = |email: &String| {
            let user = call.acting_user();
            user.is_some_and(|user| user.eq_ignore_ascii_case(email))
        };
        let is_with = |secret: &String| call.credential() == Some(secret);
        self.acting_user.as_ref().is_none_or(is_for) && self.credential.as_ref().is_none_or(is_with)
    }
}

impl fmt::Debug for CreateTokenMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateTokenMatcher")
            .field("acting_user", &self.acting_user)
            .field("credential", &self.credential.as_ref().map(Fingerprint::of))
            .finish_non_exhaustive()
    }
}
