use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;

use super::flight::Flight;
use super::key::{BuildHashed, Key, KeyRef};

/// How many locks there are. Only what is not in the cache takes one.
const PARTS: usize = 32;

/// The mints that are under way, by user.
pub(super) struct Flights {
    parts: [Mutex<Part>; PARTS],
}

/// Those of some users. Its lock orders what is done for one of them: to look for a token and begin a
/// mint, to keep what was minted, to invalidate.
#[derive(Default)]
pub(super) struct Part {
    under_way: HashMap<Key, Arc<Flight>, BuildHashed>,
    /// Those that have ended, and whose token is on its way to the store.
    storing: HashMap<Key, Arc<Flight>, BuildHashed>,
    /// Whose token in the store is invalid, and is being removed. The numbers tell removals apart.
    removals: HashMap<Key, u64, BuildHashed>,
}

impl Flights {
    pub(super) fn new() -> Self {
        Self {
            parts: std::array::from_fn(|_| Mutex::default()),
        }
    }

    pub(super) fn lock(&self, key: KeyRef<'_>) -> MutexGuard<'_, Part> {
        // Other bits than those that a map of a part looks at first.
        self.parts[(key.hash >> 40) as usize % PARTS]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Locks all, in order.
    pub(super) fn lock_all(&self) -> Vec<MutexGuard<'_, Part>> {
        let parts = self.parts.iter();
        parts
            .map(|part| part.lock().unwrap_or_else(PoisonError::into_inner))
            .collect()
    }
}

impl Part {
    pub(super) fn get(&self, key: KeyRef<'_>) -> Option<&Arc<Flight>> {
        self.under_way.get(&key)
    }

    pub(super) fn begin(&mut self, key: Key, flight: Arc<Flight>) {
        self.under_way.insert(key, flight);
    }

    /// Ends a flight, and says whether it was still the one.
    pub(super) fn end(&mut self, key: &Key, flight: &Arc<Flight>) -> bool {
        let is_current = self
            .under_way
            .get(key)
            .is_some_and(|current| Arc::ptr_eq(current, flight));
        if is_current {
            self.under_way.remove(key);
        }
        is_current
    }

    /// Lets a flight go: nobody joins it any more, and what it brings is not kept.
    pub(super) fn detach(&mut self, key: KeyRef<'_>) {
        for flights in [&mut self.under_way, &mut self.storing] {
            if let Some(flight) = flights.remove(&key) {
                flight.detach();
            }
        }
    }

    pub(super) fn detach_all(&mut self) {
        let under_way = self.under_way.drain();
        under_way.for_each(|(_, flight)| flight.detach());
    }

    pub(super) fn begin_storing(&mut self, key: Key, flight: Arc<Flight>) {
        self.storing.insert(key, flight);
    }

    pub(super) fn end_storing(&mut self, key: &Key, flight: &Arc<Flight>) {
        let current = self.storing.get(key);
        if current.is_some_and(|current| Arc::ptr_eq(current, flight)) {
            self.storing.remove(key);
        }
    }

    pub(super) fn begin_removal(&mut self, key: Key, number: u64) {
        self.removals.insert(key, number);
    }

    /// Ends the removal of that number, or whichever there is.
    pub(super) fn end_removal(&mut self, key: &Key, number: Option<u64>) {
        if number.is_none_or(|number| self.removals.get(key) == Some(&number)) {
            self.removals.remove(key);
        }
    }

    pub(super) fn is_removing(&self, key: &Key) -> bool {
        self.removals.contains_key(key)
    }
}
