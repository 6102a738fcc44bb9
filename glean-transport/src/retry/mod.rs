//! Retries with backoff, which never come earlier than the server asked and never outlast a deadline.
//!
//! [`send`] runs one call over a [`Transport`](crate::Transport): as many attempts as its [`Plan`]
//! allows, each within its time-out, all within the deadline. Retrying stays above the seam, so
//! that whatever decorates a transport sees every attempt.
//!
//! The wait before retry *n* (from 0) is `initial_interval * exponent^n`, at most `max_interval`,
//! jittered down to no less than half of it, and never shorter than what the server asked for by
//! `retry-after-ms` or `Retry-After`. A wait that does not fit in what is left of
//! `max_elapsed_time` or of the deadline is not begun: the last reply is given back at once.
//!
//! Attempts and waits bound what one call does. What all calls of a client do together is bounded by
//! a [`RetryBudget`], where a plan has one: each call puts back a part of a token, each retry takes a
//! whole one, and when none is left the last reply is given back at once. It is asked last, so that
//! no token is taken where something else ends the call.

mod backoff;
mod budget;
mod codes;
mod config;
mod jitter;
mod observer;
pub mod retry_after;
mod send;
mod stop_reason;

pub use backoff::{Backoff, InvalidBackoff};
pub use budget::{InvalidRetryBudget, RetryBudget, RetryBudgetCounters};
pub use codes::{InvalidRetryCodes, RetryCodes};
pub use config::RetryConfig;
pub use jitter::Jitter;
pub use observer::{FailedAttempt, Observer};
pub use send::{MissingSleep, Plan, Sent, Timing, send};
pub use stop_reason::StopReason;
