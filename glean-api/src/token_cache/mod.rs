//! A cache of users' tokens, for a backend that serves many.
//!
//! [`TokenCache`] gives a live token for a user out of memory, and mints one when there is none. What it
//! promises, each line with a test under `glean-api/tests/it/token_cache`:
//!
//! - However many ask at once for a user, one call is made.
//! - A call that was begun goes on when whoever asked is dropped: it runs in a task of its own, on tokio
//!   or whatever [`Spawn`](crate::transport::spawn::Spawn) is given.
//! - A token is minted anew some time before it expires, when it is asked for, once and in the background.
//!   If that fails the old one is given out while it lives, and the next try waits.
//! - What has expired is never given out; how far clocks may be off is a setting.
//! - No error is kept, but for the wait that a 429 asks for: until it is over nothing is sent for that user.
//! - Memory is bounded, by a number of users.
//!
//! ```
//! use glean_api::Glean;
//! use glean_api::token_cache::TokenCache;
//! # use glean_testkit::FakeGlean;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # rt.block_on(async {
//! # let fake = FakeGlean::in_process();
//! # let glean = Glean::builder().server_url(fake.url()).api_token("glean_global");
//! # let glean = glean.transport(fake.transport()).sleep(fake.clock().clone()).build()?;
//! let cache = TokenCache::builder(&glean).capacity(10_000).build()?;
//!
//! let minted = cache.get("ada@example.com").await?;
//! let again = cache.get("Ada@example.com").await?;
//! assert_eq!(minted.token.expose_secret(), again.token.expose_secret());
//! assert_eq!((cache.counters().mints, cache.counters().hits), (1, 1));
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! Calls with other options, such as another credential, share the cache and never a token:
//! [`TokenCache::with_options`]. Replicas of a service share tokens through a [`store`].

mod builder;
mod cache;
mod counters;
mod entries;
mod entry;
mod error;
mod event;
mod flight;
mod flights;
mod key;
mod lifetime;
mod mint;
mod moment;
mod removal;
mod shard;
mod shared;
mod shared_store;
pub mod store;

pub use builder::TokenCacheBuilder;
pub use cache::TokenCache;
pub use counters::TokenCacheCounters;
pub use error::{TokenCacheError, TokenCacheErrorKind};
pub use event::{TokenCacheEvent, TokenCacheHook};
use store::StoreOperation;
