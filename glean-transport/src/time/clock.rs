use std::fmt::Debug;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant, SystemTime};

/// Tells the time, in both of its senses.
pub trait Clock: Debug + Send + Sync + 'static {
    /// Gives the time since some fixed origin, never going back. Elapsed time is measured by it.
    fn monotonic(&self) -> Duration;

    /// Gives the wall-clock time in UTC, which may jump. HTTP dates are compared with it.
    fn system_time(&self) -> SystemTime;
}

impl<T: Clock + ?Sized> Clock for Arc<T> {
    fn monotonic(&self) -> Duration {
        (**self).monotonic()
    }

    fn system_time(&self) -> SystemTime {
        (**self).system_time()
    }
}

/// The operating system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn monotonic(&self) -> Duration {
        static ORIGIN: OnceLock<Instant> = OnceLock::new();
        ORIGIN.get_or_init(Instant::now).elapsed()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }
}
