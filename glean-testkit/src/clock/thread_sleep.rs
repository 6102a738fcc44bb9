use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

/// A sleep in real time that needs no runtime: a thread of its own wakes the task.
///
/// The thread ends with the sleep, or as soon as the sleep is dropped.
pub(crate) struct ThreadSleep {
    /// `None` is later than the platform can count.
    due: Option<Instant>,
    /// Whom to wake; `None` once nobody waits.
    waker: Arc<Mutex<Option<Waker>>>,
    thread: Option<Thread>,
}

impl ThreadSleep {
    pub(crate) fn new(duration: Duration) -> Self {
        Self {
            due: Instant::now().checked_add(duration),
            waker: Arc::default(),
            thread: None,
        }
    }
}

impl Future for ThreadSleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let Some(due) = self.due else {
            return Poll::Pending;
        };
        if Instant::now() >= due {
            return Poll::Ready(());
        }
        set(&self.waker, Some(cx.waker().clone()));
        if self.thread.is_none() {
            let waker = Arc::clone(&self.waker);
            let timer = thread::Builder::new()
                .name("fake-glean-sleep".into())
                .spawn(move || wake_at(due, &waker));
            match timer {
                Ok(timer) => self.thread = Some(timer.thread().clone()),
                // Without a thread to be had the task asks again and again.
                Err(_) => cx.waker().wake_by_ref(),
            }
        }
        Poll::Pending
    }
}

impl Drop for ThreadSleep {
    fn drop(&mut self) {
        set(&self.waker, None);
        if let Some(thread) = &self.thread {
            thread.unpark();
        }
    }
}

fn wake_at(due: Instant, waker: &Mutex<Option<Waker>>) {
    loop {
        let left = due.saturating_duration_since(Instant::now());
        let mut waiting = waker.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.is_none() {
            return;
        }
        if left.is_zero() {
            let waker = waiting.take();
            drop(waiting);
            waker.into_iter().for_each(Waker::wake);
            return;
        }
        drop(waiting);
        thread::park_timeout(left);
    }
}

fn set(waker: &Mutex<Option<Waker>>, to: Option<Waker>) {
    *waker.lock().unwrap_or_else(PoisonError::into_inner) = to;
}
