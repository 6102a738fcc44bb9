use std::fmt;

/// Says why a call that failed was not attempted again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StopReason {
    /// The failure is of a kind that another attempt does not mend.
    NotRetryable,
    /// Retries are off.
    RetriesOff,
    /// Retries are on, but not for connection errors and time-outs.
    ConnectionErrorsOff,
    /// The request may have been processed, and the operation is not safe to repeat.
    NotRepeatSafe,
    /// All attempts that `max_attempts` allows were made.
    MaxAttempts,
    /// The next wait would not fit in `max_elapsed_time`.
    MaxElapsedTime,
    /// The deadline passed, or the next wait would not end before it.
    Deadline,
    /// The retry budget has no token left.
    BudgetExhausted,
}

impl fmt::Display for StopReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotRetryable => "another attempt would not help",
            Self::RetriesOff => "retries are off",
            Self::ConnectionErrorsOff => "retries are off for connection errors",
            Self::NotRepeatSafe => "the operation is not safe to repeat",
            Self::MaxAttempts => "no attempts left",
            Self::MaxElapsedTime => "no time left for retries",
            Self::Deadline => "no time left before the deadline",
            Self::BudgetExhausted => "the retry budget is spent",
        })
    }
}
