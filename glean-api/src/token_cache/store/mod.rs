//! Tokens that several caches share, through a store of your own.
//!
//! A cache asks its store when it has no token of its own, so that replicas of a service share tokens, and
//! only one of them mints at a time. Without a store nothing of this happens, and nothing is paid for it.

mod memory;
#[cfg(feature = "redis")]
#[cfg_attr(docsrs, doc(cfg(feature = "redis")))]
pub mod redis_1;
mod store_key;
mod store_lock;
mod stored_token;
mod token_store;

pub use memory::MemoryTokenStore;
pub use store_key::StoreKey;
pub use store_lock::StoreLock;
pub use stored_token::StoredToken;
pub use token_store::{StoreError, StoreOperation, TokenStore};
