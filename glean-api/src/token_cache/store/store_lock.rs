/// The lock that [`try_lock`](super::TokenStore::try_lock) gave; it is given back to
/// [`unlock`](super::TokenStore::unlock).
///
/// It holds the mark by which a store knows this holder from the next one: what is written under
/// Redis' `SET key mark NX PX lease`, say, and compared before it is deleted.
#[derive(Debug, PartialEq, Eq)]
pub struct StoreLock(Box<str>);

impl StoreLock {
    /// Makes a lock with a mark that no other holder has.
    pub fn new(mark: impl Into<Box<str>>) -> Self {
        Self(mark.into())
    }

    /// Gives the mark.
    #[must_use]
    pub fn mark(&self) -> &str {
        &self.0
    }
}
