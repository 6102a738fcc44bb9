use std::fmt;
use std::sync::Arc;

use super::callbacks::Callbacks;
use super::shown_call::ShownCall;
use super::store::Store;
use super::{
    MutationBuilder, MutationFuture, MutationKey, MutationState, MutationTask, Shareable,
    Subscription, Variables,
};
use crate::{GleanCore, execute};

/// Calls of one operation, as a state to show; see the [module](super) for an example.
///
/// Cloning is cheap; clones share the state and its listeners.
pub struct Mutation<O: Shareable> {
    core: GleanCore,
    store: Arc<Store<O>>,
    fixed: Arc<Fixed<O>>,
}

struct Fixed<O: Shareable> {
    key: MutationKey,
    callbacks: Callbacks<O>,
}

impl<O: Shareable> Mutation<O> {
    /// Makes a mutation, idle, over a client.
    #[must_use]
    pub fn new(core: &GleanCore) -> Self {
        Self::builder(core).build()
    }

    /// Begins to build a mutation that has a key or callbacks of its own.
    pub fn builder(core: &GleanCore) -> MutationBuilder<O> {
        MutationBuilder::new(core)
    }

    pub(super) fn with(core: GleanCore, key: MutationKey, callbacks: Callbacks<O>) -> Self {
        Self {
            core,
            store: Arc::new(Store::new()),
            fixed: Arc::new(Fixed { key, callbacks }),
        }
    }

    /// Gives the key.
    #[must_use]
    pub fn key(&self) -> &MutationKey {
        &self.fixed.key
    }

    /// Gives the state of this moment.
    #[must_use]
    pub fn state(&self) -> MutationState<O> {
        self.store.state()
    }

    /// Begins a call, which is pending from now on, and gives it to be awaited.
    ///
    /// Nothing is sent before the future is first polled.
    ///
    /// # Errors
    ///
    /// The future gives an [`Error`](crate::Error), whose [`kind`](crate::Error::kind) says what
    /// failed; the state holds the same one.
    pub fn mutate_async(&self, variables: impl Into<Variables<O>>) -> MutationFuture<O> {
        let variables = Arc::new(variables.into());
        let shown = ShownCall::begin(&self.store, &self.core, &variables);
        self.fixed.callbacks.begun(&variables);

        let (core, fixed) = (self.core.clone(), Arc::clone(&self.fixed));
        MutationFuture::new(async move {
            let mut options = variables.options.clone();
            let on_failure = |count, reason| shown.failed(count, reason);
            let called =
                execute::execute_telling(&core, &variables.operation, &mut options, &on_failure);
            let result = called.await.map(Arc::new).map_err(Arc::new);
            fixed.callbacks.ended(result.as_ref(), &variables);
            shown.settled(result.as_ref());
            result
        })
    }

    /// Begins a call, which is pending from now on, and hands it to `spawn` to be driven.
    ///
    /// How it ended is in the state, and told to the callbacks and those who subscribed.
    ///
    /// ```
    /// # use glean_api::client::authentication::CreateToken;
    /// # use glean_api::mutation::Mutation;
    /// # use glean_api::RequestOptions;
    /// # fn on_click(mutation: &Mutation<CreateToken>) {
    /// mutation.mutate(RequestOptions::new(), |call| {
    ///     tokio::spawn(call);
    /// });
    /// # }
    /// ```
    pub fn mutate(&self, variables: impl Into<Variables<O>>, spawn: impl FnOnce(MutationTask)) {
        let call = self.mutate_async(variables);
        spawn(Box::pin(async move {
            // The state holds how it ended.
            let _ = call.await;
        }));
    }

    /// Lets the mutation be idle again, and forgets what the latest call gave.
    ///
    /// A call that is under way goes on, and no longer shows.
    pub fn reset(&self) {
        self.store.begin(MutationState::idle());
    }

    /// Lets `listener` be told of each change, in order, until the subscription is dropped.
    ///
    /// It runs on the thread that made the change, or on one that is telling an earlier one, and under no
    /// lock: it may read the state, mutate, reset and subscribe. A change that it makes is told after
    /// it has returned.
    pub fn subscribe(
        &self,
        listener: impl Fn(&MutationState<O>) + Send + Sync + 'static,
    ) -> Subscription {
        self.store.subscribe(listener)
    }
}

impl<O: Shareable> Clone for Mutation<O> {
    fn clone(&self) -> Self {
        Self {
            core: self.core.clone(),
            store: Arc::clone(&self.store),
            fixed: Arc::clone(&self.fixed),
        }
    }
}

impl<O: Shareable> fmt::Debug for Mutation<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutation")
            .field("key", self.key())
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
