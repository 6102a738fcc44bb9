use std::collections::VecDeque;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{MutationState, Shareable, Subscription};
use crate::operation::Operation;

/// The state of a mutation, and those who are told of its changes.
///
/// Changes are told in their order, once to each listener, and never under the lock. Whoever changes
/// the state while a change is being told leaves the telling to the one who is at it. So a listener may
/// change the state as well: that is told after what it is being told.
pub(super) struct Store<O: Operation>(Mutex<Inner<O>>);

struct Inner<O: Operation> {
    state: MutationState<O>,
    /// The number of the call that shows; that of none after a reset.
    latest: u64,
    listeners: Listeners<O>,
    untold: VecDeque<MutationState<O>>,
    is_telling: bool,
}

impl<O: Operation> Store<O> {
    pub(super) fn new() -> Self {
        Self(Mutex::new(Inner {
            state: MutationState::idle(),
            latest: 0,
            listeners: Vec::new(),
            untold: VecDeque::new(),
            is_telling: false,
        }))
    }

    pub(super) fn state(&self) -> MutationState<O> {
        self.lock().state.clone()
    }

    /// Lets the state be that of a new call, and gives its number.
    pub(super) fn begin(&self, state: MutationState<O>) -> u64 {
        let mut inner = self.lock();
        inner.latest += 1;
        let call = inner.latest;
        self.change(inner, state);
        call
    }

    /// Changes the state if it is still that of `call`.
    pub(super) fn update(
        &self,
        call: u64,
        next: impl FnOnce(&MutationState<O>) -> MutationState<O>,
    ) {
        let inner = self.lock();
        if inner.latest == call {
            let state = next(&inner.state);
            self.change(inner, state);
        }
    }

    fn change(&self, mut inner: MutexGuard<'_, Inner<O>>, state: MutationState<O>) {
        if !inner.listeners.is_empty() {
            inner.untold.push_back(state.clone());
        }
        let before = mem::replace(&mut inner.state, state);
        drop(inner);
        // After the lock: with it may go the last of what a caller's code made.
        drop(before);
        self.tell();
    }

    fn tell(&self) {
        if mem::replace(&mut self.lock().is_telling, true) {
            return;
        }
        let unwound = StopsTelling(self);
        while let Some((state, listeners)) = self.next_untold() {
            for listener in listeners {
                listener.hear(&state);
            }
        }
        mem::forget(unwound);
    }

    /// Gives the next change to tell, and those to tell it to; with none left the telling is over.
    fn next_untold(&self) -> Option<(MutationState<O>, Listeners<O>)> {
        let mut inner = self.lock();
        let state = inner.untold.pop_front();
        inner.is_telling = state.is_some();
        state.map(|state| (state, inner.listeners.clone()))
    }

    fn lock(&self) -> MutexGuard<'_, Inner<O>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<O: Shareable> Store<O> {
    pub(super) fn subscribe(
        self: &Arc<Self>,
        hear: impl Fn(&MutationState<O>) + Send + Sync + 'static,
    ) -> Subscription {
        let listener = Arc::new(Listener {
            hear: Box::new(hear),
            has_ended: AtomicBool::new(false),
        });
        self.lock().listeners.push(Arc::clone(&listener));
        let store = Arc::downgrade(self);
        Subscription::new(move || {
            listener.has_ended.store(true, Ordering::Release);
            if let Some(store) = store.upgrade() {
                let mut inner = store.lock();
                inner
                    .listeners
                    .retain(|other| !Arc::ptr_eq(other, &listener));
            }
        })
    }
}

type Listeners<O> = Vec<Arc<Listener<O>>>;

struct Listener<O: Operation> {
    hear: Box<Hear<O>>,
    has_ended: AtomicBool,
}

type Hear<O> = dyn Fn(&MutationState<O>) + Send + Sync;

impl<O: Operation> Listener<O> {
    fn hear(&self, state: &MutationState<O>) {
        if !self.has_ended.load(Ordering::Acquire) {
            (self.hear)(state);
        }
    }
}

/// Lets others tell again after a listener has panicked.
struct StopsTelling<'a, O: Operation>(&'a Store<O>);

impl<O: Operation> Drop for StopsTelling<'_, O> {
    fn drop(&mut self) {
        self.0.lock().is_telling = false;
    }
}
