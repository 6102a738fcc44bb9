use async_trait::async_trait;

use super::LedgerReading;
use crate::ledger::LedgerHandle;

/// Tells whom a server has minted tokens for. The replies don't say.
///
/// A [`LedgerHandle`] is one, for a fake in this process; one for a server elsewhere asks it for its
/// records:
///
/// ```
/// use async_trait::async_trait;
/// use glean_testkit::contract::verify::{LedgerReading, LedgerSource};
///
/// # async fn minted_in_my_stub() -> Option<Vec<Option<String>>> { Some(Vec::new()) }
/// struct MyStub;
///
/// #[async_trait]
/// impl LedgerSource for MyStub {
///     async fn read(&self) -> Option<LedgerReading> {
///         let users = minted_in_my_stub().await?;
///         Some(LedgerReading::new(users.len(), users))
///     }
/// }
/// ```
#[async_trait]
pub trait LedgerSource: Send + Sync + 'static {
    /// Reads the ledger as it is now; `None` if it can't be read.
    async fn read(&self) -> Option<LedgerReading>;
}

#[async_trait]
impl LedgerSource for LedgerHandle {
    async fn read(&self) -> Option<LedgerReading> {
        let ledger = self.ledger();
        let users = ledger.iter().map(|minted| minted.acting_user.clone());
        Some(LedgerReading::new(ledger.len(), users.collect::<Vec<_>>()))
    }
}
