use std::fmt;
use std::sync::Arc;

use super::Shared;
use crate::ledger::Ledger;

/// A way to a fake's ledger for whoever has not the fake itself; made by
/// [`FakeGlean::ledger_handle`](crate::FakeGlean::ledger_handle).
///
/// It outlives the fake, and then gives what was minted until the end.
#[derive(Clone)]
pub struct LedgerHandle(Arc<Shared>);

impl LedgerHandle {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self(shared)
    }

    /// Copies what was minted so far.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.0.read(|model| model.ledger().clone())
    }
}

impl fmt::Debug for LedgerHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LedgerHandle").field(&self.ledger()).finish()
    }
}
