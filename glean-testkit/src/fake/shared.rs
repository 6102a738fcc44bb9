use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Request, Response};

use crate::{GleanModel, Step, VerificationError};

/// The rulebook as its carriers share it.
pub(crate) struct Shared {
    state: Mutex<State>,
    /// How many createToken calls came in.
    #[cfg(feature = "wiremock")]
    calls: tokio::sync::watch::Sender<usize>,
}

struct State {
    model: GleanModel,
    /// Something happened since the last check.
    news: bool,
    closed: bool,
}

impl Shared {
    pub(crate) fn new(model: GleanModel) -> Self {
        Self {
            state: Mutex::new(State {
                model,
                news: false,
                closed: false,
            }),
            #[cfg(feature = "wiremock")]
            calls: tokio::sync::watch::Sender::new(0),
        }
    }

    /// Answers a request; `None` once the fake is gone.
    pub(crate) fn handle(&self, request: &Request<Bytes>) -> Option<Response<Bytes>> {
        let mut state = self.lock();
        if state.closed {
            return None;
        }
        state.news = true;
        let response = state.model.handle(request);
        #[cfg(feature = "wiremock")]
        self.calls.send_replace(state.model.calls());
        Some(response)
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

    pub(crate) fn check(&self) -> Result<(), VerificationError> {
        let mut state = self.lock();
        state.news = false;
        state.model.check()
    }

    pub(crate) fn has_news(&self) -> bool {
        self.lock().news
    }

    pub(crate) fn close(&self) {
        self.lock().closed = true;
    }

    #[cfg(feature = "wiremock")]
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
