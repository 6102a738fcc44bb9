use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use glean_transport::Transport;

use super::{Capability, Setup};

const DEFAULT_PATIENCE: Duration = Duration::from_secs(10);

type Make = dyn Fn(&Setup) -> Arc<dyn Transport> + Send + Sync;

/// Makes the transports under test, and says what they can't do.
///
/// ```
/// use glean_testkit::FakeGlean;
/// use glean_testkit::conformance::{Capability, Factory};
///
/// let factory = Factory::new(|_| FakeGlean::in_process().transport())
///     .cannot(Capability::Tls, "the fake answers from memory");
/// ```
#[derive(Clone)]
#[must_use]
pub struct Factory {
    make: Arc<Make>,
    limits: Vec<(Capability, &'static str)>,
    patience: Duration,
}

impl Factory {
    /// Makes a factory of a closure that is called for each rule, in a tokio runtime.
    pub fn new<T: Transport>(make: impl Fn(&Setup) -> T + Send + Sync + 'static) -> Self {
        Self {
            make: Arc::new(move |setup| Arc::new(make(setup))),
            limits: Vec::new(),
            patience: DEFAULT_PATIENCE,
        }
    }

    /// Declares what the transport can't do, and why. The rules that need it are ignored.
    pub fn cannot(mut self, capability: Capability, reason: &'static str) -> Self {
        self.limits.push((capability, reason));
        self
    }

    /// Sets how long a rule waits in vain before it fails. Default: 10 s.
    ///
    /// A transport that keeps to the contract is never waited for that long.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    pub(super) fn make(&self, setup: &Setup) -> Arc<dyn Transport> {
        (self.make)(setup)
    }

    pub(super) fn waits(&self) -> Duration {
        self.patience
    }

    /// Gives the first of `needs` that was declared to be missing, with the reason.
    pub(super) fn missing(&self, needs: &[Capability]) -> Option<(Capability, &'static str)> {
        let mut limits = self.limits.iter();
        limits.find(|(limit, _)| needs.contains(limit)).copied()
    }
}

impl fmt::Debug for Factory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Factory")
            .field("limits", &self.limits)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}
