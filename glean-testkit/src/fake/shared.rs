use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use crate::caller::Caller;
use crate::journal::ReceivedRequest;
use crate::model::{Exchange, Receipt};
use crate::{GleanModel, ManualClock, Reply, Step, VerificationError};

/// Told of each request once it is decided.
pub(crate) type OnRequest = Arc<dyn Fn(&ReceivedRequest) + Send + Sync>;

/// The rulebook as its carriers share it.
pub(crate) struct Shared {
    state: Mutex<State>,
    clock: ManualClock,
    on_request: Option<OnRequest>,
    #[cfg(feature = "control")]
    controlled: bool,
    /// Told when a createToken call has come in.
    called: Condvar,
    /// How many createToken calls came in.
    #[cfg(feature = "server")]
    calls: tokio::sync::watch::Sender<usize>,
}

struct State {
    model: GleanModel,
    /// Something happened since the last check.
    news: bool,
    closed: bool,
    /// How many threads wait for calls; to wake nobody is a call of the system all the same.
    waiting: usize,
}

impl Shared {
    pub(crate) fn new(
        model: GleanModel,
        clock: ManualClock,
        on_request: Option<OnRequest>,
    ) -> Self {
        Self {
            state: Mutex::new(State {
                model,
                news: false,
                closed: false,
                waiting: 0,
            }),
            clock,
            on_request,
            #[cfg(feature = "control")]
            controlled: false,
            called: Condvar::new(),
            #[cfg(feature = "server")]
            calls: tokio::sync::watch::Sender::new(0),
        }
    }

    #[cfg(feature = "control")]
    pub(crate) fn controlled(self, controlled: bool) -> Self {
        Self { controlled, ..self }
    }

    /// Says whether a request to `path` controls the fake.
    #[cfg(feature = "control")]
    pub(crate) fn is_controlled_by(&self, path: &str) -> bool {
        self.controlled && path.starts_with(crate::control::PATH)
    }

    /// Answers a request; `None` once the fake is gone.
    pub(crate) fn exchange(
        &self,
        request: &Request<Bytes>,
        peer: Option<IpAddr>,
    ) -> Option<Exchange> {
        let mut state = self.lock();
        if state.closed {
            return None;
        }
        state.news = true;
        let exchange = state.model.exchange(request, peer);
        if state.waiting > 0 {
            self.called.notify_all();
        }
        #[cfg(feature = "server")]
        self.calls.send_replace(state.model.calls());
        if let Some(on_request) = &self.on_request {
            let received = state.model.latest().cloned();
            // Whoever is told may ask the fake for more.
            drop(state);
            received.iter().for_each(|received| on_request(received));
        }
        Some(exchange)
    }

    /// Takes the script's next step if it strikes before a request is read.
    pub(crate) fn strike_before_read(&self) -> Option<Reply> {
        let mut state = self.lock();
        if state.closed {
            return None;
        }
        let reply = state.model.strike_before_read()?;
        state.news = true;
        Some(reply)
    }

    pub(crate) fn mark_delivered(&self, receipt: Receipt, delivered: bool) {
        self.lock().model.mark_delivered(receipt, delivered);
    }

    /// Forgets what happened, and winds the system time back.
    pub(crate) fn reset(&self) {
        let mut state = self.lock();
        state.model.reset();
        state.news = false;
        self.clock.wind_back();
        #[cfg(feature = "server")]
        self.calls.send_replace(0);
    }

    pub(crate) fn clock(&self) -> &ManualClock {
        &self.clock
    }

    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut GleanModel) -> T) -> T {
        change(&mut self.lock().model)
    }

    /// Waits until `wanted` calls have come in, or for `timeout`; gives how many have.
    pub(crate) fn wait_for_calls(&self, wanted: usize, timeout: Duration) -> usize {
        let mut state = self.lock();
        state.waiting += 1;
        let (mut state, _) = self
            .called
            .wait_timeout_while(state, timeout, |state| state.model.calls() < wanted)
            .unwrap_or_else(PoisonError::into_inner);
        state.waiting -= 1;
        state.model.calls()
    }

    pub(crate) fn script<S: Into<Step>>(&self, steps: impl IntoIterator<Item = S>) {
        // Taken before the lock: the caller's iterator may use the fake.
        let steps: Vec<Step> = steps.into_iter().map(Into::into).collect();
        let mut state = self.lock();
        state.news = true;
        state.model.script(steps);
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&GleanModel) -> T) -> T {
        read(&self.lock().model)
    }

    pub(crate) fn check(&self, caller: Option<&Caller>) -> Result<(), VerificationError> {
        let mut state = self.lock();
        state.news = false;
        state.model.check_for(caller)
    }

    pub(crate) fn has_news(&self) -> bool {
        self.lock().news
    }

    pub(crate) fn close(&self) {
        self.lock().closed = true;
    }

    #[cfg(feature = "server")]
    pub(crate) fn calls(&self) -> tokio::sync::watch::Receiver<usize> {
        self.calls.subscribe()
    }

    /// A test that panicked elsewhere must not take its fake along.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.state.try_lock() {
            Ok(state) => state.model.fmt(f),
            Err(_) => f.write_str("GleanModel { <in use> }"),
        }
    }
}
