//! How many calls are let through.

mod bucket;
mod limiter;
mod rate_limit;
mod retry_after_form;

pub(crate) use limiter::{Limited, Limiter};
pub use rate_limit::RateLimit;
pub use retry_after_form::RetryAfterForm;

/// The limits that a fake keeps: of the whole deployment, of each address and of each user.
///
/// Each is a token bucket on the fake's clock. A call over a limit is answered 429 and takes
/// nothing from it. The deployment and the address count each createToken call that is well formed
/// and that the rulebook is to answer, whatever its credential; the user counts calls that would
/// mint, and is the one acted for, so those of a global credential count for many. A call in
/// process comes from no address, and an anonymous one is nobody's.
///
/// Basis: docs for [`glean`](Self::glean) and for whom a call counts; the bursts, and that address
/// and deployment come before the credential, are assumed.
///
/// ```
/// use glean_testkit::{FakeGlean, RateLimit, RateLimits, RetryAfterForm};
///
/// let limits = RateLimits::glean()
///     .user(RateLimit::per_second(2).burst(5))
///     .retry_after(RetryAfterForm::Milliseconds);
/// let glean = FakeGlean::builder().rate_limits(limits).in_process();
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use = "limits do nothing until a fake is configured with them"]
pub struct RateLimits {
    pub(crate) deployment: Option<RateLimit>,
    pub(crate) address: Option<RateLimit>,
    pub(crate) user: Option<RateLimit>,
    pub(crate) form: RetryAfterForm,
}

impl RateLimits {
    /// Makes limits that limit nothing.
    pub fn none() -> Self {
        Self::default()
    }

    /// Gives Glean's limits: 8,000 a minute, 100 a second from one address and 30 a second for a
    /// user, with bursts of as many.
    pub fn glean() -> Self {
        Self::none()
            .deployment(RateLimit::per_minute(8000))
            .address(RateLimit::per_second(100))
            .user(RateLimit::per_second(30))
    }

    /// Limits all calls together.
    pub fn deployment(mut self, limit: RateLimit) -> Self {
        self.deployment = Some(limit);
        self
    }

    /// Limits the calls from each address.
    pub fn address(mut self, limit: RateLimit) -> Self {
        self.address = Some(limit);
        self
    }

    /// Limits the calls for each user.
    pub fn user(mut self, limit: RateLimit) -> Self {
        self.user = Some(limit);
        self
    }

    /// Sets how a 429 says when to try again: in seconds unless set.
    pub fn retry_after(mut self, form: RetryAfterForm) -> Self {
        self.form = form;
        self
    }
}
