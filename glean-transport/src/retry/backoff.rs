use std::error::Error;
use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

/// Exponential backoff. The defaults are those of Glean's official clients.
///
/// | field | default |
/// | --- | --- |
/// | `initial_interval` | 500 ms |
/// | `max_interval` | 60 s |
/// | `exponent` | 1.5 |
/// | `max_elapsed_time` | 1 h |
/// | `max_attempts` | none |
/// | `retry_connection_errors` | `false` |
#[derive(Clone, Debug, PartialEq)]
pub struct Backoff {
    initial_interval: Duration,
    max_interval: Duration,
    exponent: f64,
    max_elapsed_time: Duration,
    max_attempts: Option<NonZeroU32>,
    retry_connection_errors: bool,
}

impl Default for Backoff {
    fn default() -> Self {
        Self {
            initial_interval: Duration::from_millis(500),
            max_interval: Duration::from_secs(60),
            exponent: 1.5,
            max_elapsed_time: Duration::from_secs(3600),
            max_attempts: None,
            retry_connection_errors: false,
        }
    }
}

impl Backoff {
    /// Sets the wait before the first retry.
    #[must_use]
    pub fn initial_interval(mut self, interval: Duration) -> Self {
        self.initial_interval = interval;
        self
    }

    /// Sets the longest wait between two attempts that backoff makes by itself.
    ///
    /// A server that asks for a longer one by `Retry-After` is given it.
    #[must_use]
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.max_interval = interval;
        self
    }

    /// Sets the factor by which the wait grows from one retry to the next; at least 1.
    #[must_use]
    pub fn exponent(mut self, exponent: f64) -> Self {
        self.exponent = exponent;
        self
    }

    /// Sets the time since the call's start after which no further attempt begins.
    #[must_use]
    pub fn max_elapsed_time(mut self, time: Duration) -> Self {
        self.max_elapsed_time = time;
        self
    }

    /// Sets how many attempts there may be, the first one counted.
    ///
    /// 0 is taken as 1: the first attempt is always made.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = Some(NonZeroU32::new(attempts).unwrap_or(NonZeroU32::MIN));
        self
    }

    /// Sets whether connection errors and time-outs are retried too.
    #[must_use]
    pub fn retry_connection_errors(mut self, retry: bool) -> Self {
        self.retry_connection_errors = retry;
        self
    }

    /// Checks that waits grow: the exponent is a finite number of at least 1.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidBackoff`] if the exponent is less than 1, infinite or not a number.
    pub fn validate(&self) -> Result<(), InvalidBackoff> {
        if self.exponent.is_finite() && self.exponent >= 1.0 {
            Ok(())
        } else {
            Err(InvalidBackoff {
                exponent: self.exponent,
            })
        }
    }

    /// Gives the wait before retry `n`, from 0, before jitter.
    pub(super) fn interval(&self, n: u32) -> Duration {
        let factor = self.exponent.powf(f64::from(n));
        let seconds = self.initial_interval.as_secs_f64() * factor;
        // Infinity times zero is not a number; no interval at all stays none.
        if self.initial_interval.is_zero() {
            return Duration::ZERO;
        }
        Duration::try_from_secs_f64(seconds).map_or(self.max_interval, |interval| {
            interval.min(self.max_interval)
        })
    }

    pub(super) fn elapsed_limit(&self) -> Duration {
        self.max_elapsed_time
    }

    pub(super) fn allows_attempt_after(&self, attempts: u32) -> bool {
        self.max_attempts.is_none_or(|most| attempts < most.get())
    }

    pub(super) fn retries_connection_errors(&self) -> bool {
        self.retry_connection_errors
    }
}

/// Says that a [`Backoff`] would not back off.
#[derive(Clone, Debug, PartialEq)]
pub struct InvalidBackoff {
    exponent: f64,
}

impl fmt::Display for InvalidBackoff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the backoff exponent is {}; it must be a number of at least 1",
            self.exponent
        )
    }
}

impl Error for InvalidBackoff {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_grow_by_the_exponent_up_to_the_maximum() {
        let backoff = Backoff::default();
        let millis: Vec<u128> = (0..5).map(|n| backoff.interval(n).as_millis()).collect();
        assert_eq!(millis, [500, 750, 1125, 1687, 2531]);
        assert_eq!(
            backoff.interval(11),
            Duration::from_secs_f64(0.5 * 1.5_f64.powi(11))
        );
        assert_eq!(backoff.interval(12), Duration::from_secs(60));
        assert_eq!(backoff.interval(u32::MAX), Duration::from_secs(60));
    }

    #[test]
    fn an_interval_of_zero_stays_zero() {
        assert_eq!(
            Backoff::default()
                .initial_interval(Duration::ZERO)
                .interval(u32::MAX),
            Duration::ZERO
        );
    }

    #[test]
    fn an_exponent_below_one_or_not_a_number_is_refused() {
        for exponent in [0.99, 0.0, -2.0, f64::NAN, f64::INFINITY] {
            assert!(
                Backoff::default().exponent(exponent).validate().is_err(),
                "{exponent}"
            );
        }
        assert_eq!(
            Backoff::default()
                .exponent(0.5)
                .validate()
                .unwrap_err()
                .to_string(),
            "the backoff exponent is 0.5; it must be a number of at least 1"
        );
        assert!(Backoff::default().exponent(1.0).validate().is_ok());
    }
}
