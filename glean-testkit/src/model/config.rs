use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use crate::contract::Spent;
use crate::credential::{ADA, GRACE, built_in};
use crate::{Chaos, Credential, Fingerprint, RateLimits, Skew, Step};

use super::error_body::ErrorBodies;

/// What a fake knows and how it behaves.
///
/// The default knows the users `ada@example.com` and `grace@example.com`, the built-in credentials
/// (each [kind](crate::CredentialKind) in each [state](crate::CredentialState)) and the status
/// credentials (`glean_status_503`, `glean_status_429_after_2`), and lets tokens live two hours.
///
/// ```
/// use std::time::Duration;
/// use glean_testkit::{Credential, FakeGlean, ModelConfig};
///
/// let config = ModelConfig::empty()
///     .user("lin@example.com")
///     .credential(Credential::global("the-only-one"))
///     .token_lifetime(Duration::from_secs(600));
/// let glean = FakeGlean::builder().config(config).in_process();
/// ```
#[derive(Clone)]
pub struct ModelConfig {
    pub(crate) seed: u64,
    pub(crate) token_lifetime: Duration,
    pub(crate) path_prefix: String,
    pub(crate) error_bodies: ErrorBodies,
    pub(crate) strict: bool,
    pub(crate) status_credentials: bool,
    pub(crate) latency: Duration,
    pub(crate) rate_limits: RateLimits,
    pub(crate) spent: Option<Spent>,
    pub(crate) chaos: Option<Chaos>,
    pub(crate) keep_last: Option<usize>,
    pub(crate) script: Vec<Step>,
    pub(crate) skew: Skew,
    users: Vec<String>,
    /// By their secrets.
    credentials: BTreeMap<String, Credential>,
}

impl ModelConfig {
    /// Makes a configuration that knows no user and no credential, nor the status credentials.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            seed: 0,
            token_lifetime: Duration::from_secs(7200),
            path_prefix: String::new(),
            error_bodies: ErrorBodies::Text,
            strict: true,
            status_credentials: false,
            latency: Duration::ZERO,
            rate_limits: RateLimits::none(),
            spent: None,
            chaos: None,
            keep_last: None,
            script: Vec::new(),
            skew: Skew::NONE,
            users: Vec::new(),
            credentials: BTreeMap::new(),
        }
    }

    /// Adds a user.
    #[must_use]
    pub fn user(mut self, email: impl Into<String>) -> Self {
        let email = email.into();
        if self.find_user(&email).is_none() {
            self.users.push(email);
        }
        self
    }

    /// Adds a credential, and its user if it has one; one with the same secret is replaced.
    #[must_use]
    pub fn credential(mut self, credential: Credential) -> Self {
        if let Some(user) = credential.own_user() {
            self = self.user(user.to_owned());
        }
        self.credentials
            .insert(credential.secret().to_owned(), credential);
        self
    }

    /// Sets how long a minted token lives: two hours unless set.
    #[must_use]
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Sets what the tokens are made from: the same seed gives the same tokens. 0 unless set.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Puts the whole API below a path, as behind a gateway: with `/glean` createToken is at
    /// `/glean/rest/api/v1/createauthtoken`.
    #[must_use]
    pub fn path_prefix(mut self, prefix: &str) -> Self {
        let prefix = prefix.trim_matches('/');
        self.path_prefix = if prefix.is_empty() {
            String::new()
        } else {
            format!("/{prefix}")
        };
        self
    }

    /// Answers errors as `application/problem+json` (RFC 9457) instead of plain text.
    #[must_use]
    pub fn problem_json(mut self) -> Self {
        self.error_bodies = ErrorBodies::Problem;
        self
    }

    /// Lets verification pass whatever was received and whatever is left of the script.
    #[must_use]
    pub fn lenient(mut self) -> Self {
        self.strict = false;
        self
    }

    /// Lets every reply wait so long on the fake's clock: none unless set.
    ///
    /// A step of the script may [have its own](crate::Reply::delay).
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Limits the rate of calls: not at all unless set.
    #[must_use]
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.rate_limits = limits;
        self
    }

    /// Strikes calls at random: none unless set.
    #[must_use]
    pub fn chaos(mut self, chaos: Chaos) -> Self {
        self.chaos = Some(chaos);
        self
    }

    /// Appends steps to the script that a fake begins with: none unless set.
    #[must_use]
    pub fn script<S: Into<Step>>(mut self, steps: impl IntoIterator<Item = S>) -> Self {
        self.script.extend(steps.into_iter().map(Into::into));
        self
    }

    /// Lets the clock that a fake shows be off from the beginning; see
    /// [`GleanModel::skew_clock`](crate::GleanModel::skew_clock).
    #[must_use]
    pub fn skew_clock(mut self, skew: Skew) -> Self {
        self.skew = skew;
        self
    }

    /// Keeps the last `count` requests and as many minted tokens, for a fake that runs for long: all
    /// of them unless set.
    ///
    /// The counts go on counting: those of requests, calls, tokens, tokens for each user, and requests
    /// that fail verification.
    #[must_use]
    pub fn keep_last(mut self, count: usize) -> Self {
        self.keep_last = Some(count);
        self
    }

    /// Says whether the number of requests and tokens that are [kept](Self::keep_last) is bounded.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.keep_last.is_some()
    }

    /// Keeps Glean's limits, and begins with one of the buckets empty.
    pub(crate) fn spent(self, spent: Spent) -> Self {
        Self {
            spent: Some(spent),
            ..self.rate_limits(RateLimits::glean())
        }
    }

    /// Finds a user whatever the case of `email`, and gives the configured spelling.
    pub(crate) fn find_user(&self, email: &str) -> Option<&str> {
        self.users
            .iter()
            .map(String::as_str)
            .find(|user| user.eq_ignore_ascii_case(email))
    }

    pub(crate) fn find_credential(&self, secret: &str) -> Option<&Credential> {
        self.credentials.get(secret)
    }

    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.credentials.keys().map(String::as_str)
    }

    pub(crate) fn find_credential_mut(&mut self, secret: &str) -> Option<&mut Credential> {
        self.credentials.get_mut(secret)
    }
}

impl Default for ModelConfig {
    fn default() -> Self {
        let known = Self::empty().user(ADA).user(GRACE);
        let known = built_in().fold(known, Self::credential);
        Self {
            status_credentials: true,
            ..known
        }
    }
}

impl fmt::Debug for ModelConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let credentials: BTreeMap<_, _> = self
            .credentials
            .values()
            .map(|known| (Fingerprint::of(known.secret()), known.kind()))
            .collect();
        f.debug_struct("ModelConfig")
            .field("seed", &self.seed)
            .field("token_lifetime", &self.token_lifetime)
            .field("path_prefix", &self.path_prefix)
            .field("error_bodies", &self.error_bodies)
            .field("strict", &self.strict)
            .field("status_credentials", &self.status_credentials)
            .field("latency", &self.latency)
            .field("rate_limits", &self.rate_limits)
            .field("chaos", &self.chaos)
            .field("keep_last", &self.keep_last)
            .field("script", &self.script)
            .field("skew", &self.skew)
            .field("users", &self.users)
            .field("credentials", &credentials)
            .finish()
    }
}
