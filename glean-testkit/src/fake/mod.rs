mod builder;
mod ledger_handle;
mod shared;
mod wait;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::caller::Caller;
use crate::journal::ReceivedRequest;
use crate::ledger::Ledger;
use crate::{
    CredentialKind, CredentialState, InProcess, ManualClock, Skew, Step, VerificationError,
};

pub use builder::FakeGleanBuilder;
pub use ledger_handle::LedgerHandle;
pub(crate) use shared::Shared;
pub use wait::WaitError;

/// A fake Glean server.
///
/// [`in_process`](Self::in_process) needs neither socket nor runtime; `start` (feature `server`)
/// listens on a free loopback port, on a thread of its own. All else is the same for both.
///
/// # Time
///
/// The fake reads its [`clock`](Self::clock): the system's time, unless
/// [`FakeGleanBuilder::clock`] gives it another, and in either case as far ahead as it was
/// [advanced](ManualClock::advance).
///
/// # Verification
///
/// The fake is strict: a request that is no createToken call as the contract wants it (wrong path
/// or method, a body, a malformed header), or a scripted step, be it a reply or a fault, that no call
/// took, fails
/// [`verify`](Self::verify) and the drop. A refusal that the contract foresees (an expired
/// credential, a missing user) does not. [`FakeGleanBuilder::lenient`] switches this off.
///
/// The [report](VerificationError) names the line that made the fake, and the test's own.
///
/// # Panics
///
/// Dropping it panics with a report if strict verification fails, unless the thread is panicking
/// already, or nothing has happened since [`verify`](Self::verify) or [`check`](Self::check).
#[must_use = "the fake stops when it is dropped"]
pub struct FakeGlean {
    shared: Arc<Shared>,
    clock: ManualClock,
    url: String,
    #[cfg(feature = "server")]
    server: Option<crate::carrier::Server>,
    #[cfg(feature = "wiremock")]
    mocks: crate::carrier::Mocks,
}

impl FakeGlean {
    /// Starts a fake with the built-in users and credentials on a free loopback port.
    ///
    /// # Panics
    ///
    /// Panics if the system gives no port or no thread; see [`FakeGleanBuilder::try_start`].
    #[cfg(feature = "server")]
    #[cfg_attr(docsrs, doc(cfg(feature = "server")))]
    #[track_caller]
    pub fn start() -> impl Future<Output = Self> + Send {
        Self::builder().start()
    }

    /// Starts a fake as [`start`](Self::start) does, in a test without a runtime.
    ///
    /// # Panics
    ///
    /// Panics if the system gives no port or no thread; see [`FakeGleanBuilder::try_blocking`].
    #[cfg(feature = "server")]
    #[cfg_attr(docsrs, doc(cfg(feature = "server")))]
    #[track_caller]
    pub fn blocking() -> Self {
        Self::builder().blocking()
    }

    /// Makes a fake with the built-in users and credentials that is reached by its
    /// [`transport`](Self::transport) alone.
    #[track_caller]
    pub fn in_process() -> Self {
        Self::builder().in_process()
    }

    /// Configures a fake.
    pub fn builder() -> FakeGleanBuilder {
        FakeGleanBuilder::default()
    }

    /// Gives the server URL, with the path prefix if one is set: what a client is configured with.
    ///
    /// That of a fake in process is no address; only the transport leads there.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Gives a transport that reaches this fake without a socket.
    #[must_use]
    pub fn transport(&self) -> InProcess {
        InProcess::new(Arc::clone(&self.shared))
    }

    /// Spells the built-in credential of `kind` that is valid.
    #[must_use]
    pub fn credential(&self, kind: CredentialKind) -> &'static str {
        kind.magic(CredentialState::Valid)
    }

    /// Spells the built-in credential of `kind` in `state`.
    #[must_use]
    pub fn credential_in(&self, kind: CredentialKind, state: CredentialState) -> &'static str {
        kind.magic(state)
    }

    /// Appends steps to the script, [replies](crate::Reply) and [faults](crate::Fault); each
    /// well-formed createToken call takes the next one, and when none is left the rulebook answers.
    pub fn script<S: Into<Step>>(&self, steps: impl IntoIterator<Item = S>) {
        self.shared.script(steps);
    }

    /// Revokes a credential from now on, and says whether the fake knows it.
    pub fn revoke(&self, credential: &str) -> bool {
        self.shared.change(|model| model.revoke(credential))
    }

    /// Takes a [revocation](Self::revoke) back: the credential is again as it was configured. It says
    /// whether the fake knows it.
    pub fn restore(&self, credential: &str) -> bool {
        self.shared.change(|model| model.restore(credential))
    }

    /// Sets how long tokens live that are minted from now on.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.shared
            .change(|model| model.set_token_lifetime(lifetime));
    }

    /// Lets `Date`, `expirationTime` and a `Retry-After` date be those of a clock that is off, from now
    /// on. The ledger, the journal and the rules keep to the fake's clock.
    pub fn skew_clock(&self, skew: Skew) {
        self.shared.change(|model| model.skew_clock(skew));
    }

    /// Goes back to where the fake began, with the configuration that it was made with: requests, ledger
    /// and script are forgotten, limits full, revocations taken back. What the clock was advanced by is
    /// taken off its system time; its monotonic time goes on.
    pub fn reset(&self) {
        self.shared.reset();
    }

    #[cfg(feature = "wiremock")]
    pub(crate) fn mocks(&self) -> &crate::carrier::Mocks {
        &self.mocks
    }

    /// Gives the clock, for tests to advance.
    #[must_use]
    pub fn clock(&self) -> &ManualClock {
        &self.clock
    }

    /// Copies what was minted so far.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.shared.read(|model| model.ledger().clone())
    }

    /// Gives a way to the ledger for whoever has not the fake itself, a
    /// [`Verifier`](crate::contract::verify::Verifier::ledger) say.
    #[must_use]
    pub fn ledger_handle(&self) -> LedgerHandle {
        LedgerHandle::new(Arc::clone(&self.shared))
    }

    /// Copies the requests received so far, or the [last](crate::ModelConfig::keep_last) of them, with their secrets redacted.
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.shared.read(|model| model.requests().to_vec())
    }

    /// Counts the createToken calls so far, however they were answered.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.shared.read(crate::GleanModel::calls)
    }

    /// Checks that every request was a createToken call and that the script was used up.
    ///
    /// # Panics
    ///
    /// Panics with a report if not; see [Verification](Self#verification).
    #[track_caller]
    pub fn verify(&self) {
        if let Err(error) = self.check() {
            fail(&error);
        }
    }

    /// Checks what [`verify`](Self::verify) does, without a panic.
    ///
    /// The drop does not complain again of what was handed over here.
    ///
    /// # Errors
    ///
    /// Returns what is amiss: requests that were no createToken calls as the contract wants them,
    /// and steps of the script that no call took.
    #[track_caller]
    pub fn check(&self) -> Result<(), VerificationError> {
        self.shared.check(Some(&Caller::here()))
    }

    /// Stops the fake: its port refuses connections, and those that it had are closed. Then it checks
    /// what [`verify`](Self::verify) does.
    ///
    /// # Errors
    ///
    /// Returns what [`check`](Self::check) does.
    ///
    /// # Panics
    ///
    /// Panics if a mock that the fake lends misses a request.
    pub fn stop(mut self) -> Result<(), VerificationError> {
        self.halt();
        self.check()
    }

    /// Waits until `calls` createToken calls have come in, however they were answered, and blocks the
    /// thread meanwhile.
    ///
    /// # Errors
    ///
    /// Returns [`WaitError`] if fewer came within `timeout`, which is real time.
    pub fn wait_for_blocking(&self, calls: usize, timeout: Duration) -> Result<(), WaitError> {
        wait::wait_for_blocking(&self.shared, calls, timeout)
    }

    /// Waits until `calls` createToken calls have come in, however they were answered.
    ///
    /// # Errors
    ///
    /// Returns [`WaitError`] if fewer came within `timeout`, which is real time.
    ///
    /// # Panics
    ///
    /// Panics outside a tokio runtime, or in one whose timer is not enabled.
    #[cfg(feature = "server")]
    #[cfg_attr(docsrs, doc(cfg(feature = "server")))]
    pub async fn wait_for(&self, calls: usize, timeout: Duration) -> Result<(), WaitError> {
        wait::wait_for(&self.shared, calls, timeout).await
    }
}

impl FakeGlean {
    fn halt(&mut self) {
        #[cfg(feature = "server")]
        if let Some(server) = &mut self.server {
            server.stop();
        }
        self.shared.close();
        #[cfg(feature = "wiremock")]
        self.mocks.stop();
    }
}

impl Drop for FakeGlean {
    fn drop(&mut self) {
        self.halt();
        let unchecked = self.shared.has_news();
        if unchecked && !std::thread::panicking() {
            if let Err(error) = self.shared.check(None) {
                fail(&error);
            }
        }
    }
}

impl fmt::Debug for FakeGlean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeGlean")
            .field("url", &self.url)
            .field("shared", &self.shared)
            .finish_non_exhaustive()
    }
}

/// The one place where a fake panics for what its clients did.
#[track_caller]
#[expect(clippy::panic, reason = "a failed verification is to fail the test")]
fn fail(error: &VerificationError) -> ! {
    panic!("{error}")
}
