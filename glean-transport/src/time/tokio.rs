use std::time::Duration;

use super::{Sleep, SleepFuture};

/// Waits on tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSleep;

impl Sleep for TokioSleep {
    /// # Panics
    ///
    /// Panics outside a tokio runtime, or in one whose timer is not enabled.
    fn sleep(&self, duration: Duration) -> SleepFuture {
        Box::pin(::tokio::time::sleep(duration))
    }
}
