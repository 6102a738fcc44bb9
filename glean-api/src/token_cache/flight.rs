use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use super::TokenCacheError;
use super::entry::Entry;

/// What comes of a mint.
#[derive(Clone)]
pub(super) enum Outcome {
    Token(Arc<Entry>),
    Failed(TokenCacheError),
    /// Nothing: whoever joined it is to ask again.
    Nothing,
}

/// A mint that is under way, and those who wait for it.
///
/// It runs in a task of its own, so that no waiter's drop ends it.
#[derive(Default)]
pub(super) struct Flight {
    outcome: OnceLock<Outcome>,
    waiters: Mutex<Waiters>,
    is_detached: AtomicBool,
}

#[derive(Default)]
struct Waiters {
    wakers: Vec<Option<Waker>>,
    /// The places of waiters that were dropped.
    free: Vec<usize>,
}

impl Flight {
    /// Ends it, and tells all who wait.
    pub(super) fn end(&self, outcome: Outcome) {
        let wakers = {
            let mut waiters = self.lock();
            // The first outcome is the one.
            let _ = self.outcome.set(outcome);
            std::mem::take(&mut waiters.wakers)
        };
        wakers.into_iter().flatten().for_each(Waker::wake);
    }

    /// Says that what comes of it is not to be kept.
    pub(super) fn detach(&self) {
        self.is_detached.store(true, Ordering::Release);
    }

    pub(super) fn is_detached(&self) -> bool {
        self.is_detached.load(Ordering::Acquire)
    }

    pub(super) fn wait(self: Arc<Self>) -> Wait {
        Wait {
            flight: self,
            place: None,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiters> {
        self.waiters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for a [`Flight`]; to drop it changes nothing for the others.
pub(super) struct Wait {
    flight: Arc<Flight>,
    place: Option<usize>,
}

impl Future for Wait {
    type Output = Outcome;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Outcome> {
        let Self { flight, place } = self.get_mut();
        if let Some(outcome) = flight.outcome.get() {
            return Poll::Ready(outcome.clone());
        }
        let mut waiters = flight.lock();
        // It is set under this lock, so that no waker comes too late.
        if let Some(outcome) = flight.outcome.get() {
            return Poll::Ready(outcome.clone());
        }
        let Waiters { wakers, free } = &mut *waiters;
        let place = *place.get_or_insert_with(|| {
            free.pop().unwrap_or_else(|| {
                wakers.push(None);
                wakers.len() - 1
            })
        });
        match &mut wakers[place] {
            Some(waker) => waker.clone_from(cx.waker()),
            waker => *waker = Some(cx.waker().clone()),
        }
        Poll::Pending
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        let Some(place) = self.place else { return };
        if self.flight.outcome.get().is_some() {
            return;
        }
        let mut waiters = self.flight.lock();
        let Waiters { wakers, free } = &mut *waiters;
        // None is left once the outcome is there.
        let waker = wakers.get_mut(place).map(Option::take);
        if waker.is_some() {
            free.push(place);
        }
        // A waker's drop is somebody else's code.
        drop(waiters);
        drop(waker);
    }
}
