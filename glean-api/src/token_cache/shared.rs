use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use glean_transport::spawn::Spawn;
use glean_transport::time::Clock;

use super::counters::Meter;
use super::entries::Entries;
use super::flights::Flights;
use super::key::{Keys, ShardKeys};
use super::lifetime::Margins;
use super::moment::Moment;
use super::shared_store::SharedStore;

/// What the handles of a cache and its tasks share.
pub(super) struct Shared {
    pub(super) entries: Entries,
    pub(super) flights: Flights,
    pub(super) meter: Meter,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) spawn: Arc<dyn Spawn>,
    pub(super) margins: Margins,
    pub(super) backoff: RefreshBackoff,
    pub(super) store: Option<SharedStore>,
    pub(super) keys: Keys,
    pub(super) shard_keys: ShardKeys,
    pub(super) removals: AtomicU64,
    pub(super) capacity: usize,
}

impl Shared {
    pub(super) fn now(&self) -> Moment {
        Moment::of(&*self.clock)
    }
}

/// How long to leave a token alone whose refresh failed.
#[derive(Clone, Copy, Debug)]
pub(super) struct RefreshBackoff {
    pub(super) initial: Duration,
    pub(super) max: Duration,
}

impl RefreshBackoff {
    /// Gives the wait after a failure that so many others preceded: twice as long each time.
    pub(super) fn wait(self, failed_before: u32) -> Duration {
        let factor = 2_u32.saturating_pow(failed_before);
        self.initial.saturating_mul(factor).min(self.max)
    }
}
