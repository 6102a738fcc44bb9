use std::error::Error;
use std::fmt::{self, Debug};
use std::time::Duration;

use async_trait::async_trait;

use super::{StoreKey, StoreLock, StoredToken};

/// Why an operation of a store failed. What it says must not hold a secret.
pub type StoreError = Box<dyn Error + Send + Sync>;

/// Keeps tokens where the caches of several replicas find them.
///
/// # Contract
///
/// - A token is kept until it is replaced or removed, or has expired. To lose one is no harm: it is minted
///   anew.
/// - What was stored by one replica is soon found by the others.
/// - At most one holder has the lock of a key. When its lease is over the lock is free again, also if
///   its holder has died; a holder that comes late unlocks nothing that is not its own.
/// - Tokens are secrets: a store keeps them where nobody else reads them.
///
/// How a cache uses it: it loads; if there is no usable token it locks, loads again, mints, stores and
/// unlocks. While somebody else has the lock it loads now and then, until the lease must be over.
///
/// # Cancellation
///
/// A cache drops an operation that takes longer than its store time-out. What it did by then may stay
/// done.
///
/// # Errors
///
/// An error never fails a mint: the cache counts it, mints without the store, and lets it alone for
/// some seconds.
///
/// # Implementing your own
///
/// ```
/// use std::time::Duration;
/// use glean_api::token_cache::store::{
///     MemoryTokenStore, StoreError, StoreKey, StoreLock, StoredToken, TokenStore,
/// };
///
/// /// Keeps the tokens of one tenant in one store, and those of all others in another.
/// #[derive(Debug, Default)]
/// struct Split {
///     acme: MemoryTokenStore,
///     others: MemoryTokenStore,
/// }
///
/// impl Split {
///     fn of(&self, key: &StoreKey) -> &MemoryTokenStore {
///         if key.namespace() == "acme" { &self.acme } else { &self.others }
///     }
/// }
///
/// #[async_trait::async_trait]
/// impl TokenStore for Split {
///     async fn load(&self, key: &StoreKey) -> Result<Option<StoredToken>, StoreError> {
///         self.of(key).load(key).await
///     }
///
///     async fn store(&self, key: &StoreKey, token: StoredToken) -> Result<(), StoreError> {
///         self.of(key).store(key, token).await
///     }
///
///     async fn remove(&self, key: &StoreKey) -> Result<(), StoreError> {
///         self.of(key).remove(key).await
///     }
///
///     async fn try_lock(&self, key: &StoreKey, lease: Duration) -> Result<Option<StoreLock>, StoreError> {
///         self.of(key).try_lock(key, lease).await
///     }
///
///     async fn unlock(&self, key: &StoreKey, lock: StoreLock) -> Result<(), StoreError> {
///         self.of(key).unlock(key, lock).await
///     }
/// }
/// ```
///
/// # Testing yours
///
/// Two caches over one store and one fake, on its clock: together they mint once for a user, and once
/// more when the one that holds the lock is dropped and its lease is over.
#[async_trait]
pub trait TokenStore: Debug + Send + Sync + 'static {
    /// Gives the token of a key, if there is one; whether it has expired is the cache's to see.
    ///
    /// # Errors
    ///
    /// Returns whatever kept the store from answering.
    async fn load(&self, key: &StoreKey) -> Result<Option<StoredToken>, StoreError>;

    /// Keeps a token, in place of what was there.
    ///
    /// # Errors
    ///
    /// Returns whatever kept the store from keeping it.
    async fn store(&self, key: &StoreKey, token: StoredToken) -> Result<(), StoreError>;

    /// Removes the token of a key, if there is one; its lock stays.
    ///
    /// # Errors
    ///
    /// Returns whatever kept the store from removing it.
    async fn remove(&self, key: &StoreKey) -> Result<(), StoreError>;

    /// Locks a key for at most `lease`, without waiting; `None` if somebody else has the lock.
    ///
    /// # Errors
    ///
    /// Returns whatever kept the store from answering.
    async fn try_lock(
        &self,
        key: &StoreKey,
        lease: Duration,
    ) -> Result<Option<StoreLock>, StoreError>;

    /// Gives a lock back, if it is still the holder's.
    ///
    /// # Errors
    ///
    /// Returns whatever kept the store from answering.
    async fn unlock(&self, key: &StoreKey, lock: StoreLock) -> Result<(), StoreError>;
}

/// The operations of a [`TokenStore`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StoreOperation {
    /// [`TokenStore::load`].
    Load,
    /// [`TokenStore::store`].
    Store,
    /// [`TokenStore::remove`].
    Remove,
    /// [`TokenStore::try_lock`].
    TryLock,
    /// [`TokenStore::unlock`].
    Unlock,
}

/// Writes the name of the method.
impl fmt::Display for StoreOperation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Load => "load",
            Self::Store => "store",
            Self::Remove => "remove",
            Self::TryLock => "try_lock",
            Self::Unlock => "unlock",
        })
    }
}

const _: () = {
    const fn is_dyn_safe(_: Option<&dyn TokenStore>) {}
    is_dyn_safe(None);
};
