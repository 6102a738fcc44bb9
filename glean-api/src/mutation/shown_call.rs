use std::sync::Arc;

use super::store::Store;
use super::{MutationState, Variables};
use crate::operation::Operation;
use crate::{Error, GleanCore};

/// A call, as far as the state shows it: what came of it, or that it was cancelled.
pub(super) struct ShownCall<O: Operation> {
    store: Arc<Store<O>>,
    number: u64,
    is_settled: bool,
}

impl<O: Operation> ShownCall<O> {
    pub(super) fn begin(
        store: &Arc<Store<O>>,
        core: &GleanCore,
        variables: &Arc<Variables<O>>,
    ) -> Self {
        let submitted_at = core.0.timing.clock.system_time();
        let state = MutationState::pending(Arc::clone(variables), submitted_at);
        Self {
            number: store.begin(state),
            store: Arc::clone(store),
            is_settled: false,
        }
    }

    /// Counts an attempt that is to be repeated.
    pub(super) fn failed(&self, count: u32, reason: Option<Error>) {
        let reason = reason.map(Arc::new);
        self.store
            .update(self.number, |state| state.failed(count, reason));
    }

    pub(super) fn settled(mut self, result: Result<&Arc<O::Output>, &Arc<Error>>) {
        self.is_settled = true;
        self.store.update(self.number, |state| match result {
            Ok(data) => state.success(Arc::clone(data)),
            Err(error) => state.error_of(Arc::clone(error)),
        });
    }
}

impl<O: Operation> Drop for ShownCall<O> {
    fn drop(&mut self) {
        if !self.is_settled {
            self.store.update(self.number, |_| MutationState::idle());
        }
    }
}
