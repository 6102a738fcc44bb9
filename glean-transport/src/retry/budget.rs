use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a token counts for in the bucket, which so needs no fractions: a millionth is the least.
const TOKEN: u64 = 1_000_000;

/// A budget for the retries of many calls, which keeps an outage from doubling the load.
///
/// It is a bucket of tokens, full at first. Each retry takes one, and without one there is no
/// retry: the call ends with [`StopReason::BudgetExhausted`](super::StopReason::BudgetExhausted).
/// Each call puts back a part of one with its first attempt, whatever comes of it. So `n` calls
/// make at most `burst + ratio * n` retries, however they fail, and however many run at once.
///
/// | field | default |
/// | --- | --- |
/// | `burst` | 10 |
/// | `ratio` | 0.1 |
///
/// Clones share the bucket. There is no clock in it: a pause in the calls refills nothing.
///
/// ```
/// use glean_transport::retry::RetryBudget;
///
/// let budget = RetryBudget::default().burst(20).ratio(0.2);
/// assert_eq!(budget.counters().available, 20);
/// ```
#[derive(Clone)]
pub struct RetryBudget(Arc<Bucket>);

struct Bucket {
    burst: u32,
    ratio: f64,
    /// What a call puts back, in millionths of a token.
    share: u64,
    /// What is in the bucket, in millionths of a token.
    level: AtomicU64,
    allowed: AtomicU64,
    refused: AtomicU64,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::full(10, 0.1)
    }
}

impl RetryBudget {
    /// Sets how many tokens the bucket holds: the retries that may follow one another at once.
    ///
    /// With 0 there are no retries. The budget gets a new bucket, which is full; clones made
    /// before keep theirs.
    #[must_use]
    pub fn burst(self, retries: u32) -> Self {
        Self::full(retries, self.0.ratio)
    }

    /// Sets how much of a token each call puts back, from 0 to 1, to the millionth.
    ///
    /// It is the part by which retries add to the load of a long outage. With 0 the bucket is never
    /// refilled, and with 1 the load may double. The budget gets a new bucket, which is full;
    /// clones made before keep theirs.
    #[must_use]
    pub fn ratio(self, ratio: f64) -> Self {
        Self::full(self.0.burst, ratio)
    }

    /// Checks that retries stay fewer than calls: the ratio is a number from 0 to 1.
    ///
    /// A budget that was not checked puts back nothing in place of what is less than 0 or not a
    /// number, and one token in place of more.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidRetryBudget`] if the ratio is less than 0, more than 1 or not a number.
    pub fn validate(&self) -> Result<(), InvalidRetryBudget> {
        let ratio = self.0.ratio;
        if (0.0..=1.0).contains(&ratio) {
            Ok(())
        } else {
            Err(InvalidRetryBudget { ratio })
        }
    }

    /// Reads what is left in the bucket, and what was asked of it since it was made.
    #[must_use]
    pub fn counters(&self) -> RetryBudgetCounters {
        let Bucket {
            level,
            allowed,
            refused,
            ..
        } = &*self.0;
        let available = level.load(Ordering::Relaxed) / TOKEN;
        RetryBudgetCounters {
            // More than a `u32` of tokens never fits in a bucket.
            available: u32::try_from(available).unwrap_or(u32::MAX),
            allowed: allowed.load(Ordering::Relaxed),
            refused: refused.load(Ordering::Relaxed),
        }
    }

    fn full(burst: u32, ratio: f64) -> Self {
        // The cast takes what is not a number as zero.
        let share = (ratio.clamp(0.0, 1.0) * TOKEN as f64).round() as u64;
        Self(Arc::new(Bucket {
            burst,
            ratio,
            share,
            level: AtomicU64::new(u64::from(burst) * TOKEN),
            allowed: AtomicU64::new(0),
            refused: AtomicU64::new(0),
        }))
    }

    /// Puts back a call's share, as far as it fits. To a full bucket nothing is written.
    pub(super) fn deposit(&self) {
        let Bucket { share, level, .. } = &*self.0;
        let full = u64::from(self.0.burst) * TOKEN;
        // `Relaxed`, here as below: each number stands for itself, and orders no other memory.
        let _ = level.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |level| {
            (level < full).then(|| full.min(level + share))
        });
    }

    /// Takes a token for a retry, and says whether there was one.
    pub(super) fn withdraw(&self) -> bool {
        let taken = self
            .0
            .level
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |level| {
                level.checked_sub(TOKEN)
            });
        let counter = match taken {
            Ok(_) => &self.0.allowed,
            Err(_) => &self.0.refused,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        taken.is_ok()
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counters = self.counters();
        f.debug_struct("RetryBudget")
            .field("burst", &self.0.burst)
            .field("ratio", &self.0.ratio)
            .field("available", &counters.available)
            .field("allowed", &counters.allowed)
            .field("refused", &counters.refused)
            .finish()
    }
}

/// What a [`RetryBudget`] has left, and what was asked of it.
///
/// Each number is exact. They are read one after another, so that while calls run they may be of
/// slightly different times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryBudgetCounters {
    /// How many retries could be made now, before anything is put back: whole tokens, a part of
    /// one left out; at most the burst.
    pub available: u32,
    /// How many retries were allowed since the bucket was made; it only grows.
    ///
    /// A call that was dropped while it waited is counted, and its token is not put back.
    pub allowed: u64,
    /// How many calls were ended for want of a token since the bucket was made; it only grows.
    pub refused: u64,
}

/// Says that a [`RetryBudget`] would not hold retries down.
#[derive(Clone, Debug, PartialEq)]
pub struct InvalidRetryBudget {
    ratio: f64,
}

impl fmt::Display for InvalidRetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the budget's ratio is {}; it must be a number from 0 to 1",
            self.ratio
        )
    }
}

impl Error for InvalidRetryBudget {}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    fn counters(available: u32, allowed: u64, refused: u64) -> RetryBudgetCounters {
        RetryBudgetCounters {
            available,
            allowed,
            refused,
        }
    }

    /// Takes what there is, and says how many tokens that was.
    fn drain(budget: &RetryBudget) -> usize {
        std::iter::from_fn(|| budget.withdraw().then_some(())).count()
    }

    #[test]
    fn a_bucket_starts_full_and_is_spent_to_the_last_token() {
        let budget = RetryBudget::default();
        assert_eq!(budget.counters(), counters(10, 0, 0));

        assert_eq!(drain(&budget), 10);

        assert!(!budget.withdraw());
        assert_eq!(budget.counters(), counters(0, 10, 2));
    }

    #[test]
    fn ten_calls_put_back_one_token_exactly() {
        let budget = RetryBudget::default();
        drain(&budget);

        for round in 0..1000 {
            for call in 0..10 {
                assert_eq!(budget.counters().available, 0, "{round}, {call}");
                budget.deposit();
            }
            assert_eq!(drain(&budget), 1, "{round}");
        }
    }

    #[test]
    fn no_more_is_put_back_than_fits() {
        let budget = RetryBudget::default().burst(2).ratio(0.7);
        budget.deposit();
        assert_eq!(budget.counters().available, 2);

        assert_eq!(drain(&budget), 2);
        for _ in 0..100 {
            budget.deposit();
        }

        assert_eq!(drain(&budget), 2);
    }

    #[test]
    fn a_ratio_counts_to_the_millionth() {
        for (ratio, share) in [
            (0.0, 0),
            (0.000_000_4, 0),
            (0.000_001, 1),
            (0.1, 100_000),
            (0.29, 290_000),
            (1.0 / 3.0, 333_333),
            (1.0, TOKEN),
        ] {
            assert_eq!(
                RetryBudget::default().ratio(ratio).0.share,
                share,
                "{ratio}"
            );
        }
    }

    #[test]
    fn the_least_and_the_largest_burst_hold() {
        let none = RetryBudget::default().burst(0);
        none.deposit();
        assert!(!none.withdraw());

        let most = RetryBudget::default().burst(u32::MAX).ratio(1.0);
        most.deposit();
        assert_eq!(most.counters().available, u32::MAX);
        assert!(most.withdraw());
        assert_eq!(most.counters().available, u32::MAX - 1);
    }

    #[test]
    fn clones_share_the_bucket_and_setters_make_a_new_one() {
        let budget = RetryBudget::default().burst(3);
        let clone = budget.clone();
        assert!(clone.withdraw());
        assert_eq!(budget.counters(), counters(2, 1, 0));

        let other = clone.ratio(0.5);
        assert!(other.withdraw());

        assert_eq!(other.counters(), counters(2, 1, 0));
        assert_eq!(budget.counters(), counters(2, 1, 0));
    }

    #[test]
    fn a_ratio_that_is_no_part_is_refused_and_bounded_all_the_same() {
        for (ratio, share) in [
            (-0.1, 0),
            (1.01, TOKEN),
            (f64::NAN, 0),
            (f64::INFINITY, TOKEN),
            (f64::NEG_INFINITY, 0),
        ] {
            let budget = RetryBudget::default().ratio(ratio);
            assert!(budget.validate().is_err(), "{ratio}");
            assert_eq!(budget.0.share, share, "{ratio}");
        }
        assert_eq!(
            RetryBudget::default()
                .ratio(1.5)
                .validate()
                .unwrap_err()
                .to_string(),
            "the budget's ratio is 1.5; it must be a number from 0 to 1"
        );
        for ratio in [0.0, 0.1, 1.0] {
            assert!(RetryBudget::default().ratio(ratio).validate().is_ok());
        }
    }

    #[test]
    fn threads_never_take_more_than_was_put_in() {
        const THREADS: u64 = 8;
        const CALLS: u64 = 5_000;
        let budget = RetryBudget::default();
        let start = Barrier::new(THREADS as usize);

        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..CALLS {
                        budget.deposit();
                        budget.withdraw();
                    }
                });
            }
        });

        let calls = THREADS * CALLS;
        let RetryBudgetCounters {
            allowed, refused, ..
        } = budget.counters();
        assert_eq!(allowed + refused, calls);
        assert!(allowed <= 10 + calls / 10, "{allowed}");
        // Until the first token was taken, each thread may have put one share to a full bucket;
        // since then none was lost. What is left is less than a token.
        let put_in = 10 * TOKEN + (calls - THREADS) * TOKEN / 10;
        assert!(allowed * TOKEN > put_in - TOKEN, "{allowed}");
    }

    #[test]
    fn debug_shows_the_settings_and_the_counters() {
        let budget = RetryBudget::default();
        assert!(budget.withdraw());

        assert_eq!(
            format!("{budget:?}"),
            "RetryBudget { burst: 10, ratio: 0.1, available: 9, allowed: 1, refused: 0 }"
        );
    }
}
