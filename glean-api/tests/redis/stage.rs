use std::time::Duration;

use glean_api::Glean;
use glean_api::token_cache::TokenCache;
use glean_api::token_cache::TokenCacheBuilder;
use glean_api::token_cache::store::redis_1::{EncryptionKey, RedisTokenStore};
use glean_testkit::{FakeGlean, ManualClock, ModelConfig};
use redis::Client;

pub(crate) const ADA: &str = "ada@example.com";
pub(crate) const SECOND: Duration = Duration::from_secs(1);

/// A fake with many users, on the system's time.
pub(crate) fn fake() -> FakeGlean {
    let config = (0..100).fold(ModelConfig::default(), |config, index| {
        config.user(user(index))
    });
    FakeGlean::builder().config(config).in_process()
}

pub(crate) fn user(index: usize) -> String {
    format!("user{index}@example.com")
}

pub(crate) fn store(client: Client, key: u8) -> RedisTokenStore {
    RedisTokenStore::new(client, &EncryptionKey::new([key; 32])).unwrap()
}

/// A replica of a service, with a connection of its own.
pub(crate) fn replica(fake: &FakeGlean, client: Client) -> TokenCache {
    builder(fake, store(client, 1)).build().unwrap()
}

pub(crate) fn builder(fake: &FakeGlean, store: RedisTokenStore) -> TokenCacheBuilder {
    builder_on(fake, fake.clock().clone(), store)
}

fn builder_on(fake: &FakeGlean, clock: ManualClock, store: RedisTokenStore) -> TokenCacheBuilder {
    let glean = Glean::builder()
        .server_url(fake.url())
        .api_token("glean_global")
        .transport(fake.transport())
        .clock(clock)
        .sleep(glean_api::transport::time::TokioSleep)
        .build()
        .unwrap();
    TokenCache::builder(&glean).store(store).namespace("acme")
}
