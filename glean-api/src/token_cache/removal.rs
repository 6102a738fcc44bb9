use std::sync::Arc;
use std::time::Duration;

use super::key::{Key, KeyRef};
use super::mint::store_of;
use super::shard::Shard;
use super::shared::Shared;

/// How often it is tried, and the first wait in between; each is twice as long as the one before.
const TRIES: u32 = 8;
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// Takes an invalidated token out of the store, as a task of its own.
///
/// Until it is done this cache does not read that user's token from there.
pub(super) struct Removal {
    pub(super) shared: Arc<Shared>,
    pub(super) shard: Arc<Shard>,
    pub(super) key: Key,
    pub(super) number: u64,
}

impl Removal {
    pub(super) async fn run(self) {
        let Some(store) = store_of(&self.shared, &self.shard, &self.key) else {
            return;
        };
        let mut wait = FIRST_WAIT;
        for _ in 0..TRIES {
            let (Err(_), Some(sleep)) = (store.remove().await, store.sleep) else {
                break;
            };
            sleep.sleep(wait).await;
            wait *= 2;
        }
        let mut part = self.shared.flights.lock(KeyRef::from(&self.key));
        part.end_removal(&self.key, Some(self.number));
    }
}
