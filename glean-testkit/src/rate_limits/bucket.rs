use std::time::Duration;

use super::RateLimit;

/// A token bucket, kept as the time at which it will be full.
///
/// Times are in nanoseconds times the limit's calls, so that no rounding adds up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket {
    full_at: u128,
}

impl Bucket {
    /// Says how long it takes until a call may be taken: zero is at once.
    pub(super) fn wait(self, limit: RateLimit, now: Duration) -> Duration {
        let room = limit.per.as_nanos() * u128::from(limit.burst);
        let over = self
            .after_a_call(limit, now)
            .saturating_sub(scaled(limit, now) + room);
        let nanos = over.div_ceil(u128::from(limit.calls));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    pub(super) fn take(&mut self, limit: RateLimit, now: Duration) {
        self.full_at = self.after_a_call(limit, now);
    }

    pub(super) fn is_full(self, limit: RateLimit, now: Duration) -> bool {
        self.full_at <= scaled(limit, now)
    }

    fn after_a_call(self, limit: RateLimit, now: Duration) -> u128 {
        self.full_at.max(scaled(limit, now)) + limit.per.as_nanos()
    }
}

fn scaled(limit: RateLimit, time: Duration) -> u128 {
    time.as_nanos() * u128::from(limit.calls)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_then_the_rate() {
        let limit = RateLimit::per_second(3).burst(2);
        let mut bucket = Bucket::default();
        let mut passed = Vec::new();
        for millis in 0..=2000 {
            let now = Duration::from_millis(millis);
            while bucket.wait(limit, now).is_zero() {
                bucket.take(limit, now);
                passed.push(millis);
            }
        }
        assert_eq!(passed, [0, 0, 334, 667, 1000, 1334, 1667, 2000]);
    }

    #[test]
    fn after_the_wait_there_is_room() {
        let limit = RateLimit::per_minute(7000);
        let mut bucket = Bucket::default();
        let mut now = Duration::from_millis(5);
        for _ in 0..20_000 {
            now += bucket.wait(limit, now);
            assert!(bucket.wait(limit, now).is_zero());
            bucket.take(limit, now);
        }
        assert!(!bucket.is_full(limit, now));
        assert!(bucket.is_full(limit, now + Duration::from_secs(60)));
    }
}
