use std::fmt;

use dioxus_core::{Runtime, ScopeId, current_scope_id, spawn, use_hook};
use dioxus_hooks::use_signal_sync;
use dioxus_signals::{CopyValue, ReadableExt, SyncSignal, WritableExt};

use crate::GleanCore;
use crate::client::authentication::CreateToken;
use crate::mutation::{
    Mutation, MutationFuture, MutationState, Shareable, Subscription, Variables,
};

/// Mints a token when told to, and has the component rendered anew at each change.
///
/// It is [`use_mutation`] with a mutation over `core`; the one of the first rendering is kept.
pub fn use_create_token_mutation(core: &GleanCore) -> UseMutation<CreateToken> {
    use_mutation(|| Mutation::new(core))
}

/// Uses the mutation that `make` gives at the first rendering.
///
/// It may be one with callbacks, or one that others use too. What reads its
/// [state](UseMutation::state) follows it: a component, a memo, an effect.
///
/// A call that [`mutate`](UseMutation::mutate) began belongs to the component whose hook this is.
/// When that goes, the call is cancelled.
pub fn use_mutation<O: Shareable>(make: impl FnOnce() -> Mutation<O>) -> UseMutation<O> {
    let changes = use_signal_sync(|| 0);
    use_hook(|| {
        let mutation = make();
        let subscription = mutation.subscribe(move |_| count(changes));
        UseMutation {
            used: CopyValue::new(Used {
                mutation,
                _subscription: subscription,
            }),
            changes,
            scope: current_scope_id(),
        }
    })
}

/// Counts a change, unless the component has gone meanwhile.
fn count(mut changes: SyncSignal<u64>) {
    if let Ok(mut changes) = changes.try_write() {
        *changes = changes.wrapping_add(1);
    }
}

/// A [`Mutation`] in a component; made by [`use_mutation`].
///
/// It is `Copy`, to move into handlers.
///
/// # Panics
///
/// As with any signal of Dioxus, each method panics once the component has gone. What outlives it is
/// [`mutation`](Self::mutation).
pub struct UseMutation<O: Shareable> {
    used: CopyValue<Used<O>>,
    /// Tells readers to look again. It holds no state, so that none can be out of date.
    changes: SyncSignal<u64>,
    scope: ScopeId,
}

struct Used<O: Shareable> {
    mutation: Mutation<O>,
    _subscription: Subscription,
}

impl<O: Shareable> UseMutation<O> {
    /// Gives the state of this moment, and lets the reader follow it.
    #[must_use]
    pub fn state(&self) -> MutationState<O> {
        let _follow = self.changes.read();
        self.mutation().state()
    }

    /// Begins a call, which is pending from now on, and drives it for as long as the component is there.
    pub fn mutate(&self, variables: impl Into<Variables<O>>) {
        self.mutation().mutate(variables, |call| {
            // The handler may be in a child, which may go before the component does.
            Runtime::current().in_scope(self.scope, || spawn(call));
        });
    }

    /// Begins a call, which is pending from now on, and gives it to be awaited, in a handler that is
    /// `async` for one.
    ///
    /// # Errors
    ///
    /// The future gives an [`Error`](crate::Error); see [`Mutation::mutate_async`].
    pub fn mutate_async(&self, variables: impl Into<Variables<O>>) -> MutationFuture<O> {
        self.mutation().mutate_async(variables)
    }

    /// Lets the mutation be idle again; see [`Mutation::reset`].
    pub fn reset(&self) {
        self.mutation().reset();
    }

    /// Gives the mutation itself, which knows nothing of the component.
    #[must_use]
    pub fn mutation(&self) -> Mutation<O> {
        self.used.peek().mutation.clone()
    }
}

impl<O: Shareable> Clone for UseMutation<O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O: Shareable> Copy for UseMutation<O> {}

impl<O: Shareable> PartialEq for UseMutation<O> {
    /// Says whether both are of the same hook, so that a component given one is not rendered anew.
    fn eq(&self, other: &Self) -> bool {
        self.used == other.used
    }
}

impl<O: Shareable> fmt::Debug for UseMutation<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UseMutation").finish_non_exhaustive()
    }
}
