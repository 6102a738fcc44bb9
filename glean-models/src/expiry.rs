use core::time::Duration;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::CreateAuthTokenResponse;

/// 9999-12-31T23:59:59Z, in seconds since the Unix epoch.
const FAR_FUTURE: Duration = Duration::from_secs(253_402_300_799);

/// The expiry in the clock's terms (feature `std`).
impl CreateAuthTokenResponse {
    /// Returns the instant at which the token expires.
    ///
    /// An instant that the platform's `SystemTime` cannot hold is clamped: to 9999-12-31T23:59:59Z
    /// if it lies in the future, to the Unix epoch if it lies before that.
    ///
    /// ```
    /// use glean_models::CreateAuthTokenResponse;
    /// use std::time::{Duration, UNIX_EPOCH};
    ///
    /// let minted = CreateAuthTokenResponse::new("t0ken", 1_893_456_000);
    ///
    /// assert_eq!(minted.expires_at(), UNIX_EPOCH + Duration::from_secs(1_893_456_000));
    /// ```
    #[must_use]
    pub fn expires_at(&self) -> SystemTime {
        let distance = Duration::from_secs(self.expiration_time.unsigned_abs());
        if self.expiration_time < 0 {
            UNIX_EPOCH.checked_sub(distance).unwrap_or(UNIX_EPOCH)
        } else {
            UNIX_EPOCH.checked_add(distance).unwrap_or_else(far_future)
        }
    }

    /// Returns how long the token still lives at `now`; zero once it has expired.
    #[must_use]
    pub fn expires_in(&self, now: SystemTime) -> Duration {
        self.expires_at().duration_since(now).unwrap_or_default()
    }

    /// Tells whether the token has expired at `now`.
    ///
    /// It has from the very second of its expiry on.
    ///
    /// ```
    /// use glean_models::CreateAuthTokenResponse;
    /// use std::time::Duration;
    ///
    /// let minted = CreateAuthTokenResponse::new("t0ken", 1_893_456_000);
    /// let expiry = minted.expires_at();
    ///
    /// assert!(!minted.is_expired(expiry - Duration::from_secs(1)));
    /// assert!(minted.is_expired(expiry));
    /// ```
    #[must_use]
    pub fn is_expired(&self, now: SystemTime) -> bool {
        now >= self.expires_at()
    }
}

/// Falls back on the epoch rather than panic, should a clock not reach that far either.
fn far_future() -> SystemTime {
    UNIX_EPOCH.checked_add(FAR_FUTURE).unwrap_or(UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_far_future_is_the_last_second_of_the_year_9999() {
        let days_from_1970_to_10000 = 2_932_897;

        let seconds = FAR_FUTURE.as_secs();

        assert_eq!(seconds, days_from_1970_to_10000 * 86_400 - 1);
        assert_eq!(far_future(), UNIX_EPOCH + FAR_FUTURE);
    }
}
