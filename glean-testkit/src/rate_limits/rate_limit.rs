use std::time::Duration;

/// So many calls in so much time, and a burst.
///
/// A bucket holds `burst` calls and is full at first; it fills evenly, and each call takes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a limit does nothing until it is one of a fake's limits"]
pub struct RateLimit {
    pub(super) calls: u32,
    pub(super) per: Duration,
    pub(super) burst: u32,
}

impl RateLimit {
    /// Lets `calls` through each second, at least 1, and a burst of as many.
    pub fn per_second(calls: u32) -> Self {
        Self::new(calls, Duration::from_secs(1))
    }

    /// Lets `calls` through each minute, at least 1, and a burst of as many.
    pub fn per_minute(calls: u32) -> Self {
        Self::new(calls, Duration::from_secs(60))
    }

    fn new(calls: u32, per: Duration) -> Self {
        let calls = calls.max(1);
        Self {
            calls,
            per,
            burst: calls,
        }
    }

    /// Sets how many calls may come at once, at least 1.
    pub fn burst(mut self, calls: u32) -> Self {
        self.burst = calls.max(1);
        self
    }
}
