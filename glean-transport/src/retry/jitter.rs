use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Spreads waits, so that clients which failed together don't come back together.
///
/// A jittered wait is spread evenly over the upper half of the interval, from half of it to all of it.
#[derive(Debug)]
pub struct Jitter(Source);

#[derive(Debug)]
enum Source {
    None,
    Random(Mutex<fastrand::Rng>),
}

impl Default for Jitter {
    /// Gives a jitter seeded by chance.
    fn default() -> Self {
        Self(Source::Random(Mutex::new(fastrand::Rng::new())))
    }
}

impl Jitter {
    /// Gives a jitter that makes the same waits each time, for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Random(Mutex::new(fastrand::Rng::with_seed(seed))))
    }

    /// Gives no jitter: each wait is the whole interval.
    #[must_use]
    pub const fn none() -> Self {
        Self(Source::None)
    }

    pub(super) fn apply(&self, interval: Duration) -> Duration {
        match &self.0 {
            Source::None => interval,
            Source::Random(rng) => {
                let share = rng.lock().unwrap_or_else(PoisonError::into_inner).f64();
                let half = interval / 2;
                half + half.mul_f64(share)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_lie_in_the_upper_half_of_the_interval_and_differ() {
        let jitter = Jitter::seeded(7);
        let interval = Duration::from_secs(10);
        let waits: Vec<Duration> = (0..1000).map(|_| jitter.apply(interval)).collect();
        assert!(
            waits
                .iter()
                .all(|wait| (interval / 2..=interval).contains(wait))
        );
        let mean = waits.iter().sum::<Duration>() / 1000;
        assert!((Duration::from_millis(7300)..Duration::from_millis(7700)).contains(&mean));
    }

    #[test]
    fn the_same_seed_makes_the_same_waits() {
        let waits = || {
            let jitter = Jitter::seeded(42);
            (0..5)
                .map(|_| jitter.apply(Duration::from_secs(1)))
                .collect::<Vec<_>>()
        };
        assert_eq!(waits(), waits());
    }

    #[test]
    fn the_longest_duration_does_not_overflow() {
        assert!(Jitter::seeded(1).apply(Duration::MAX) <= Duration::MAX);
    }
}
