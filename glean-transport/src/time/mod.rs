//! Time behind two traits: a [`Clock`] to read and a [`Sleep`] to wait with.
//!
//! Nothing in these crates asks the operating system for the time or waits by itself; both are
//! injected, so that a test with a manual clock goes through an hour of backoff in milliseconds.

mod clock;
mod sleep;
#[cfg(feature = "tokio")]
mod tokio;
mod within;

pub use clock::{Clock, SystemClock};
pub use sleep::{Sleep, SleepFuture};
#[cfg(feature = "tokio")]
#[cfg_attr(docsrs, doc(cfg(feature = "tokio")))]
pub use tokio::TokioSleep;
pub use within::within;
