use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use glean_models::CreateAuthTokenResponse;
use wiremock::{Respond, ResponseTemplate};

use crate::http_date::unix_seconds;
use crate::model::Mint;

const LIFETIME: Duration = Duration::from_secs(7200);

/// Answers every call with a new token, which lives two hours unless told otherwise.
pub fn minted() -> MintedResponder {
    MintedResponder {
        lifetime: LIFETIME,
        mint: Mutex::new(Mint::new(0)),
    }
}

/// A responder made by [`minted`].
#[must_use]
pub struct MintedResponder {
    lifetime: Duration,
    mint: Mutex<Mint>,
}

impl MintedResponder {
    /// Sets how long the tokens live.
    pub fn living(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Sets what the tokens are made from: the same seed gives the same tokens. 0 unless set.
    pub fn seed(mut self, seed: u64) -> Self {
        self.mint = Mutex::new(Mint::new(seed));
        self
    }
}

impl Respond for MintedResponder {
    fn respond(&self, _: &wiremock::Request) -> ResponseTemplate {
        let mut mint = self.mint.lock().unwrap_or_else(PoisonError::into_inner);
        let token = mint.next_token();
        let now = SystemTime::now();
        let expires_at = now.checked_add(self.lifetime).unwrap_or(now);
        let reply = CreateAuthTokenResponse::new(token, unix_seconds(expires_at));
        ResponseTemplate::new(200).set_body_json(&reply)
    }
}

impl fmt::Debug for MintedResponder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MintedResponder")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}
