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

mod backoff;
mod codes;
mod config;
mod jitter;
pub mod retry_after;
mod send;
mod stop_reason;

pub use backoff::{Backoff, InvalidBackoff};
pub use codes::{InvalidRetryCodes, RetryCodes};
pub use config::RetryConfig;
pub use jitter::Jitter;
pub use send::{MissingSleep, Plan, Sent, Timing, send};
pub use stop_reason::StopReason;
