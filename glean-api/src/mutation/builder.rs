use std::sync::Arc;

use super::callbacks::Callbacks;
use super::{Mutation, MutationKey, Shareable, Variables};
use crate::{Error, GleanCore};

/// Builds a [`Mutation`] with a key or callbacks of its own.
///
/// The callbacks run at every call, also at one that no longer shows, on whichever thread drives it,
/// and before the state changes to how it ended. None runs at the end of a call that was cancelled.
#[must_use]
pub struct MutationBuilder<O: Shareable> {
    core: GleanCore,
    key: MutationKey,
    callbacks: Callbacks<O>,
}

impl<O: Shareable> MutationBuilder<O> {
    pub(super) fn new(core: &GleanCore) -> Self {
        Self {
            core: core.clone(),
            key: MutationKey::new(["glean-api", O::NAME]),
            callbacks: Callbacks::none(),
        }
    }

    /// Sets the key. Default: `["glean-api", "createToken"]`, with the operation's name.
    pub fn key(mut self, key: MutationKey) -> Self {
        self.key = key;
        self
    }

    /// Sets what runs when a call has begun, once it is pending.
    pub fn on_mutate(mut self, run: impl Fn(&Variables<O>) + Send + Sync + 'static) -> Self {
        self.callbacks.on_mutate = Some(Box::new(run));
        self
    }

    /// Sets what runs when a call has succeeded.
    pub fn on_success(
        mut self,
        run: impl Fn(&Arc<O::Output>, &Variables<O>) + Send + Sync + 'static,
    ) -> Self {
        self.callbacks.on_success = Some(Box::new(run));
        self
    }

    /// Sets what runs when a call has failed.
    pub fn on_error(
        mut self,
        run: impl Fn(&Arc<Error>, &Variables<O>) + Send + Sync + 'static,
    ) -> Self {
        self.callbacks.on_error = Some(Box::new(run));
        self
    }

    /// Sets what runs when a call has succeeded or failed, after the callback for that.
    pub fn on_settled(
        mut self,
        run: impl Fn(Result<&Arc<O::Output>, &Arc<Error>>, &Variables<O>) + Send + Sync + 'static,
    ) -> Self {
        self.callbacks.on_settled = Some(Box::new(run));
        self
    }

    /// Builds the mutation, idle.
    #[must_use]
    pub fn build(self) -> Mutation<O> {
        Mutation::with(self.core, self.key, self.callbacks)
    }
}

impl<O: Shareable> std::fmt::Debug for MutationBuilder<O> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MutationBuilder")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}
