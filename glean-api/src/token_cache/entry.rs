use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

use glean_models::CreateAuthTokenResponse;

use super::TokenCacheError;
use super::lifetime::Lifetime;
use super::moment::Moment;
use crate::Error;

/// What is kept for a user: a token, a hold on further mints, or both.
pub(super) struct Entry {
    live: Option<Live>,
    hold: Option<Hold>,
    /// When the token is to be minted anew, in nanoseconds of the monotonic clock.
    refresh_at: AtomicU64,
    /// How many refreshes of this token have failed.
    failed: AtomicU32,
}

#[derive(Clone)]
struct Live {
    token: Arc<CreateAuthTokenResponse>,
    lifetime: Lifetime,
}

/// Until when the server asked to be left alone, and how.
struct Hold {
    until: Duration,
    refusal: Arc<Error>,
}

/// Of a refresh that is under way.
const CLAIMED: u64 = u64::MAX;

impl Entry {
    pub(super) fn new(token: Arc<CreateAuthTokenResponse>, lifetime: Lifetime) -> Self {
        Self {
            refresh_at: AtomicU64::new(nanoseconds(lifetime.refresh_at)),
            live: Some(Live { token, lifetime }),
            hold: None,
            failed: AtomicU32::new(0),
        }
    }

    /// Holds further mints; the token that there was lives on.
    pub(super) fn held(previous: Option<&Self>, until: Duration, refusal: Arc<Error>) -> Self {
        Self {
            live: previous.and_then(|previous| previous.live.clone()),
            hold: Some(Hold { until, refusal }),
            refresh_at: AtomicU64::new(nanoseconds(until)),
            failed: AtomicU32::new(0),
        }
    }

    /// Gives the token, as long as it lives.
    pub(super) fn token(&self, now: Moment) -> Option<&Arc<CreateAuthTokenResponse>> {
        let live = self.live.as_ref()?;
        (!live.lifetime.is_over(now)).then_some(&live.token)
    }

    /// Gives the token with no regard to the time.
    pub(super) fn any_token(&self) -> Option<&Arc<CreateAuthTokenResponse>> {
        self.live.as_ref().map(|live| &live.token)
    }

    /// Gives the refusal of whoever would mint now, if the server asked not to.
    pub(super) fn refusal(&self, now: Moment) -> Option<TokenCacheError> {
        let hold = self.hold.as_ref()?;
        let left = hold.until.checked_sub(now.monotonic)?;
        (!left.is_zero()).then(|| TokenCacheError::held(Arc::clone(&hold.refusal), left))
    }

    /// Says whether the token is to be minted anew.
    pub(super) fn is_due(&self, now: Moment) -> bool {
        nanoseconds(now.monotonic) >= self.refresh_at.load(Ordering::Relaxed)
    }

    /// Says, once, whether the token is to be minted anew.
    pub(super) fn claim_refresh(&self, now: Moment) -> bool {
        let due = self.refresh_at.load(Ordering::Relaxed);
        nanoseconds(now.monotonic) >= due
            && self
                .refresh_at
                .compare_exchange(due, CLAIMED, Ordering::Relaxed, Ordering::Relaxed)
                .is_ok()
    }

    /// Puts the next refresh off to a time.
    pub(super) fn refresh_at(&self, at: Duration) {
        // Never the mark of one that is under way.
        let at = nanoseconds(at).min(CLAIMED - 1);
        self.refresh_at.store(at, Ordering::Relaxed);
    }

    /// Counts a refresh that failed, and gives how many did before.
    pub(super) fn count_failed(&self) -> u32 {
        self.failed.fetch_add(1, Ordering::Relaxed)
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
