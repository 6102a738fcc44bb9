use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::{Duration, SystemTime};

use glean_transport::time::{Clock, SystemClock};

/// What the clones of a clock and its sleeps share.
pub(super) struct Shared {
    pub(super) origin: Origin,
    pub(super) auto_advance: bool,
    state: Mutex<State>,
}

#[derive(Clone, Copy)]
pub(super) enum Origin {
    Standing(SystemTime),
    /// `since`: the system's monotonic time when the clock was made.
    System {
        since: Duration,
    },
}

impl Shared {
    pub(super) fn new(origin: Origin, auto_advance: bool) -> Self {
        Self {
            origin,
            auto_advance,
            state: Mutex::default(),
        }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The monotonic time: zero when the clock was made.
    pub(super) fn elapsed(&self, state: &State) -> Duration {
        let by_itself = match self.origin {
            Origin::Standing(_) => Duration::ZERO,
            Origin::System { since } => SystemClock.monotonic().saturating_sub(since),
        };
        by_itself.saturating_add(state.advanced)
    }
}

#[derive(Default)]
pub(super) struct State {
    pub(super) advanced: Duration,
    /// By how much of it the system time was wound back.
    pub(super) wound_back: Duration,
    pub(super) slept: Vec<Duration>,
    /// How many sleeps have begun, those of the fake's own included.
    pub(super) begun: usize,
    pub(super) sleepers: BTreeMap<usize, Sleeper>,
    /// Who waits for somebody to sleep.
    pub(super) watchers: Vec<Waker>,
}

pub(super) struct Sleeper {
    pub(super) due: Duration,
    pub(super) waker: Option<Waker>,
}

impl State {
    pub(super) fn pending(&self, now: Duration) -> usize {
        self.sleepers
            .values()
            .filter(|sleeper| sleeper.due > now)
            .count()
    }

    /// Gives the wakers to be called once the lock is released.
    pub(super) fn take_due(&mut self, now: Duration) -> Vec<Waker> {
        self.sleepers
            .values_mut()
            .filter(|sleeper| sleeper.due <= now)
            .filter_map(|sleeper| sleeper.waker.take())
            .collect()
    }
}
