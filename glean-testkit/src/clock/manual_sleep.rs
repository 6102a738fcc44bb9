use std::pin::Pin;
use std::sync::{Arc, MutexGuard};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::state::{Shared, Sleeper, State};

/// A sleep on a [`ManualClock`]; it takes itself off the clock when it is over or dropped.
pub(super) struct ManualSleep {
    shared: Arc<Shared>,
    id: usize,
}

impl ManualSleep {
    /// Starts a sleep, and tells those who wait for one.
    pub(super) fn new(shared: &Arc<Shared>, duration: Duration) -> Self {
        let mut state = shared.lock();
        let due = shared.elapsed(&state).saturating_add(duration);
        state.slept.push(duration);
        Self::begin(shared, state, due)
    }

    /// Starts a sleep of the fake's own, which is not listed among those asked for.
    pub(super) fn unlisted(shared: &Arc<Shared>, duration: Duration) -> Self {
        let state = shared.lock();
        let due = shared.elapsed(&state).saturating_add(duration);
        Self::begin(shared, state, due)
    }

    fn begin(shared: &Arc<Shared>, mut state: MutexGuard<'_, State>, due: Duration) -> Self {
        let id = state.begun;
        state.begun += 1;
        state.sleepers.insert(id, Sleeper { due, waker: None });
        let watchers = std::mem::take(&mut state.watchers);
        drop(state);
        watchers.into_iter().for_each(Waker::wake);
        Self {
            shared: Arc::clone(shared),
            id,
        }
    }
}

impl Future for ManualSleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut state = self.shared.lock();
        let now = self.shared.elapsed(&state);
        let Some(sleeper) = state.sleepers.get_mut(&self.id) else {
            return Poll::Ready(());
        };
        let due = sleeper.due;
        if due > now && !self.shared.auto_advance {
            sleeper.waker = Some(cx.waker().clone());
            return Poll::Pending;
        }
        state.sleepers.remove(&self.id);
        state.advanced = state.advanced.saturating_add(due.saturating_sub(now));
        let others = state.take_due(due.max(now));
        drop(state);
        others.into_iter().for_each(Waker::wake);
        Poll::Ready(())
    }
}

impl Drop for ManualSleep {
    fn drop(&mut self) {
        self.shared.lock().sleepers.remove(&self.id);
    }
}
