use std::sync::Arc;

use quick_cache::sync::Cache;
use quick_cache::{Lifecycle, UnitWeighter};

use super::entry::Entry;
use super::key::{BuildHashed, Key, KeyRef};

/// The tokens in memory, at most as many as fit.
pub(super) struct Entries(Cache<Key, Arc<Entry>, UnitWeighter, BuildHashed, CountEvicted>);

impl Entries {
    pub(super) fn new(capacity: usize) -> Self {
        Self(Cache::with(
            capacity,
            capacity as u64,
            UnitWeighter,
            BuildHashed::default(),
            CountEvicted,
        ))
    }

    pub(super) fn get(&self, key: KeyRef<'_>) -> Option<Arc<Entry>> {
        self.0.get(&key)
    }

    /// Keeps an entry, and says how many others had to go.
    pub(super) fn insert(&self, key: Key, entry: Arc<Entry>) -> u64 {
        self.0.insert_with_lifecycle(key, entry)
    }

    pub(super) fn remove(&self, key: KeyRef<'_>) -> bool {
        self.0.remove(&key).is_some()
    }

    pub(super) fn clear(&self) {
        self.0.clear();
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Counts what goes for want of room; what is replaced or removed does not count.
#[derive(Clone, Copy)]
struct CountEvicted;

impl Lifecycle<Key, Arc<Entry>> for CountEvicted {
    type RequestState = u64;

    fn begin_request(&self) -> u64 {
        0
    }

    fn before_evict(&self, evicted: &mut u64, _key: &Key, _entry: &mut Arc<Entry>) {
        *evicted += 1;
    }
}
