mod manual_sleep;
mod pause;
mod state;
mod thread_sleep;

use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use glean_transport::time::{Clock, Sleep, SleepFuture, SystemClock};

use manual_sleep::ManualSleep;
use state::{Origin, Shared};
pub(crate) use thread_sleep::ThreadSleep;

/// 2026-01-01T00:00:00Z.
const START: Duration = Duration::from_secs(1_767_225_600);

/// A clock that a test moves by hand; clones share it.
///
/// It is a [`Clock`] and a [`Sleep`], so a client's backoff and a fake's lifetimes can run on one
/// and the same:
///
/// ```
/// use std::time::Duration;
/// use glean_testkit::ManualClock;
/// use glean_transport::time::{Clock, Sleep};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let clock = ManualClock::new();
/// let backoff = clock.sleep(Duration::from_secs(60));
/// assert_eq!(clock.pending_sleeps(), 1);
///
/// clock.advance(Duration::from_secs(60));
/// backoff.await; // ready at once
/// assert_eq!(clock.monotonic(), Duration::from_secs(60));
/// # Ok(())
/// # })
/// # }
/// ```
///
/// | made by | reads | a sleep ends |
/// | --- | --- | --- |
/// | [`new`](Self::new), [`starting_at`](Self::starting_at) | a time that stands still | when advanced that far |
/// | [`auto_advancing`](Self::auto_advancing) | a time that stands still | at once, by moving the time forward |
/// | [`following_system`](Self::following_system) | the system's time, plus what it was advanced by | when advanced, or polled, past its time |
#[derive(Clone)]
pub struct ManualClock {
    shared: Arc<Shared>,
}

impl ManualClock {
    /// Makes a clock that stands at 2026-01-01T00:00:00Z.
    #[must_use]
    pub fn new() -> Self {
        Self::starting_at(UNIX_EPOCH + START)
    }

    /// Makes a clock that stands at `start`.
    #[must_use]
    pub fn starting_at(start: SystemTime) -> Self {
        Self::with(Origin::Standing(start), false)
    }

    /// Makes a clock that stands at 2026-01-01T00:00:00Z and moves forward whenever somebody sleeps.
    ///
    /// A sleep moves it to its own end when it is first polled, and is ready. So an hour of backoff
    /// takes no time at all, and [`slept`](Self::slept) tells how it was made up.
    ///
    /// It does not go with real sockets: a time-out on this clock is over as soon as the reply has
    /// to be waited for. Use it with [`InProcess`](crate::InProcess), whose replies are there at
    /// once, or leave the time-outs off.
    #[must_use]
    pub fn auto_advancing() -> Self {
        Self::with(Origin::Standing(UNIX_EPOCH + START), true)
    }

    /// Makes a clock that goes with the system's and can be advanced beyond it.
    ///
    /// The system's time wakes no sleeper by itself; [`advance`](Self::advance) does.
    #[must_use]
    pub fn following_system() -> Self {
        Self::with(
            Origin::System {
                since: SystemClock.monotonic(),
            },
            false,
        )
    }

    fn with(origin: Origin, auto_advance: bool) -> Self {
        Self {
            shared: Arc::new(Shared::new(origin, auto_advance)),
        }
    }

    /// Moves the clock forward and wakes the sleepers whose time has come.
    pub fn advance(&self, duration: Duration) {
        let mut state = self.shared.lock();
        state.advanced = state.advanced.saturating_add(duration);
        let now = self.shared.elapsed(&state);
        let due = state.take_due(now);
        drop(state);
        due.into_iter().for_each(Waker::wake);
    }

    /// Takes back what the system time was advanced by. The monotonic time goes on, as it must.
    pub(crate) fn wind_back(&self) {
        let mut state = self.shared.lock();
        state.wound_back = state.advanced;
    }

    /// Lists every sleep asked for so far, in order, also those that were dropped unfinished. The
    /// latency of a fake is not among them.
    #[must_use]
    pub fn slept(&self) -> Vec<Duration> {
        self.shared.lock().slept.clone()
    }

    /// Counts the sleeps that are not over yet, replies that a fake delays included.
    #[must_use]
    pub fn pending_sleeps(&self) -> usize {
        let state = self.shared.lock();
        let now = self.shared.elapsed(&state);
        state.pending(now)
    }

    /// Waits until at least `count` sleeps are pending.
    ///
    /// A test that drives another task awaits this before it [advances](Self::advance) the clock.
    /// It ends by itself only; to give up, race it with a timer.
    pub fn wait_for_sleepers(&self, count: usize) -> impl Future<Output = ()> + Send + use<> {
        let shared = Arc::clone(&self.shared);
        poll_fn(move |cx| {
            let mut state = shared.lock();
            let now = shared.elapsed(&state);
            if state.pending(now) >= count {
                return Poll::Ready(());
            }
            if !state
                .watchers
                .iter()
                .any(|waker| waker.will_wake(cx.waker()))
            {
                state.watchers.push(cx.waker().clone());
            }
            Poll::Pending
        })
    }
}

impl Default for ManualClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for ManualClock {
    fn monotonic(&self) -> Duration {
        let state = self.shared.lock();
        self.shared.elapsed(&state)
    }

    fn system_time(&self) -> SystemTime {
        let state = self.shared.lock();
        let advanced = state.advanced.saturating_sub(state.wound_back);
        drop(state);
        let base = match self.shared.origin {
            Origin::Standing(start) => start,
            Origin::System { .. } => SystemClock.system_time(),
        };
        // Beyond what the platform can count, time stands still rather than panic.
        base.checked_add(advanced).unwrap_or(base)
    }
}

impl Sleep for ManualClock {
    fn sleep(&self, duration: Duration) -> SleepFuture {
        Box::pin(ManualSleep::new(&self.shared, duration))
    }
}

impl fmt::Debug for ManualClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ManualClock")
            .field("system_time", &self.system_time())
            .field("monotonic", &self.monotonic())
            .field("pending_sleeps", &self.pending_sleeps())
            .finish_non_exhaustive()
    }
}
