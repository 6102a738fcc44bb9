use std::time::{Duration, SystemTime};

use glean_transport::time::Clock;

/// Now, by both of a clock's senses.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) monotonic: Duration,
    pub(super) wall: SystemTime,
}

impl Moment {
    pub(super) fn of(clock: &dyn Clock) -> Self {
        Self {
            monotonic: clock.monotonic(),
            wall: clock.system_time(),
        }
    }
}
