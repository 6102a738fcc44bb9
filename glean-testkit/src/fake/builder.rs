use std::fmt;
#[cfg(feature = "server")]
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::shared::OnRequest;
use super::{FakeGlean, Shared};
use crate::caller::Caller;
use crate::journal::ReceivedRequest;
use crate::{Chaos, Credential, GleanModel, ManualClock, ModelConfig, RateLimits, Skew, Step};

/// Where a fake in process seems to be; the names under `localhost` are loopback (RFC 6761).
const IN_PROCESS_ORIGIN: &str = "http://fake-glean.localhost";

/// Configures a [`FakeGlean`]; made by [`FakeGlean::builder`].
#[derive(Clone, Default)]
#[must_use = "a builder does nothing until it is started"]
pub struct FakeGleanBuilder {
    config: ModelConfig,
    clock: Option<ManualClock>,
    on_request: Option<OnRequest>,
    #[cfg(feature = "server")]
    listen: Option<SocketAddr>,
    #[cfg(feature = "control")]
    control: bool,
    #[cfg(all(feature = "server", feature = "tls"))]
    identity: Option<crate::wire::tls::Identity>,
}

impl FakeGleanBuilder {
    /// Replaces the whole configuration, with all that was set before.
    pub fn config(mut self, config: ModelConfig) -> Self {
        self.config = config;
        self
    }

    /// Sets the clock: unless set, one that [follows the
    /// system's](ManualClock::following_system).
    pub fn clock(mut self, clock: ManualClock) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Sets what the tokens are made from: the same seed gives the same tokens. 0 unless set.
    pub fn seed(mut self, seed: u64) -> Self {
        self.config = self.config.seed(seed);
        self
    }

    /// Sets how long a minted token lives: two hours unless set.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.config = self.config.token_lifetime(lifetime);
        self
    }

    /// Adds a credential, and its user if it has one; one with the same secret is replaced.
    pub fn credential(mut self, credential: Credential) -> Self {
        self.config = self.config.credential(credential);
        self
    }

    /// Adds a user.
    pub fn user(mut self, email: impl Into<String>) -> Self {
        self.config = self.config.user(email);
        self
    }

    /// Answers errors as `application/problem+json` (RFC 9457) instead of plain text.
    pub fn problem_json(mut self) -> Self {
        self.config = self.config.problem_json();
        self
    }

    /// Lets verification pass whatever was received and whatever is left of the script.
    pub fn lenient(mut self) -> Self {
        self.config = self.config.lenient();
        self
    }

    /// Puts the whole API below a path; see [`ModelConfig::path_prefix`].
    pub fn path_prefix(mut self, prefix: &str) -> Self {
        self.config = self.config.path_prefix(prefix);
        self
    }

    /// Lets every reply wait so long on the fake's clock: none unless set.
    ///
    /// A step of the script may [have its own](crate::Reply::delay).
    pub fn latency(mut self, latency: Duration) -> Self {
        self.config = self.config.latency(latency);
        self
    }

    /// Limits the rate of calls: not at all unless set.
    pub fn rate_limits(mut self, limits: RateLimits) -> Self {
        self.config = self.config.rate_limits(limits);
        self
    }

    /// Strikes calls at random: none unless set.
    pub fn chaos(mut self, chaos: Chaos) -> Self {
        self.config = self.config.chaos(chaos);
        self
    }

    /// Appends steps to the script that the fake begins with: none unless set.
    pub fn script<S: Into<Step>>(mut self, steps: impl IntoIterator<Item = S>) -> Self {
        self.config = self.config.script(steps);
        self
    }

    /// Lets the clock that the fake shows be off from the beginning; see
    /// [`FakeGlean::skew_clock`].
    pub fn skew_clock(mut self, skew: Skew) -> Self {
        self.config = self.config.skew_clock(skew);
        self
    }

    /// Tells `hook` of each request once it is decided, before the reply is on its way: nobody unless
    /// set.
    pub fn on_request(mut self, hook: impl Fn(&ReceivedRequest) + Send + Sync + 'static) -> Self {
        self.on_request = Some(Arc::new(hook));
        self
    }

    /// Listens on this address: on a free port of 127.0.0.1 unless set.
    ///
    /// Whoever reaches another address than a loopback one can mint from the fake.
    #[cfg(feature = "server")]
    #[cfg_attr(docsrs, doc(cfg(feature = "server")))]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = Some(address);
        self
    }

    /// Lets the fake be [controlled](crate::control) below `/_glean/`: it is not unless this is set.
    #[cfg(feature = "control")]
    #[cfg_attr(docsrs, doc(cfg(feature = "control")))]
    pub fn control(mut self) -> Self {
        self.control = true;
        self
    }

    /// Keeps the last `count` requests and as many minted tokens; see [`ModelConfig::keep_last`].
    pub fn keep_last(mut self, count: usize) -> Self {
        self.config = self.config.keep_last(count);
        self
    }

    /// Speaks TLS, and shows clients this identity: plain TCP unless set.
    ///
    /// The URL's host is then `localhost`. The transport in process does without.
    #[cfg(all(feature = "server", feature = "tls"))]
    #[cfg_attr(docsrs, doc(cfg(all(feature = "server", feature = "tls"))))]
    pub fn tls(mut self, identity: crate::wire::tls::Identity) -> Self {
        self.identity = Some(identity);
        self
    }

    /// Makes a fake that is reached by its [`transport`](FakeGlean::transport) alone.
    #[track_caller]
    pub fn in_process(self) -> FakeGlean {
        self.build(IN_PROCESS_ORIGIN, Caller::here())
    }

    /// Starts a fake, on a free loopback port unless it [listens](Self::listen) elsewhere.
    ///
    /// # Panics
    ///
    /// Panics if the system gives no port or no thread.
    #[cfg(feature = "server")]
    #[cfg_attr(docsrs, doc(cfg(feature = "server")))]
    #[track_caller]
    pub fn start(self) -> impl Future<Output = FakeGlean> + Send {
        let made = Caller::here();
        async move { served(self.serve(made)) }
    }

    /// Starts a fake, on a free loopback port unless it [listens](Self::listen) elsewhere.
    ///
    /// # Errors
    ///
    /// Returns the system's error if it gives no port or no thread.
    #[cfg(feature = "server")]
    #[cfg_attr(docsrs, doc(cfg(feature = "server")))]
    #[track_caller]
    pub fn try_start(self) -> impl Future<Output = std::io::Result<FakeGlean>> + Send {
        let made = Caller::here();
        async move { self.serve(made) }
    }

    /// Starts a fake as [`start`](Self::start) does, in a test without a runtime.
    ///
    /// # Panics
    ///
    /// Panics if the system gives no port or no thread.
    #[cfg(feature = "server")]
    #[cfg_attr(docsrs, doc(cfg(feature = "server")))]
    #[track_caller]
    pub fn blocking(self) -> FakeGlean {
        served(self.try_blocking())
    }

    /// Starts a fake as [`start`](Self::start) does, in a test without a runtime.
    ///
    /// # Errors
    ///
    /// Returns the system's error if it gives no port or no thread.
    #[cfg(feature = "server")]
    #[cfg_attr(docsrs, doc(cfg(feature = "server")))]
    #[track_caller]
    pub fn try_blocking(self) -> std::io::Result<FakeGlean> {
        self.serve(Caller::here())
    }

    #[cfg(feature = "server")]
    fn serve(self, made: Caller) -> std::io::Result<FakeGlean> {
        #[cfg(feature = "tls")]
        let identity = self.identity.clone();
        let address = self.listen.unwrap_or(crate::serving_thread::FREE_PORT);
        let mut fake = self.build("", made);
        let server = crate::carrier::Server::start(
            address,
            Arc::clone(&fake.shared),
            #[cfg(feature = "wiremock")]
            fake.mocks.route(),
            #[cfg(feature = "tls")]
            identity,
        )?;
        fake.url.insert_str(0, server.origin());
        fake.server = Some(server);
        Ok(fake)
    }

    fn build(self, origin: &str, made: Caller) -> FakeGlean {
        let clock = self.clock.unwrap_or_else(ManualClock::following_system);
        let model = GleanModel::made_by(made, self.config).with_clock(clock.clone());
        let url = format!("{origin}{}", model.config().path_prefix);
        #[cfg(feature = "wiremock")]
        let mocks = crate::carrier::Mocks::beside(model.config());
        let shared = Shared::new(model, clock.clone(), self.on_request);
        #[cfg(feature = "control")]
        let shared = shared.controlled(self.control);
        FakeGlean {
            url,
            #[cfg(feature = "wiremock")]
            mocks,
            shared: Arc::new(shared),
            clock,
            #[cfg(feature = "server")]
            server: None,
        }
    }
}

#[cfg(feature = "server")]
#[expect(clippy::expect_used, reason = "without a server the test can't go on")]
#[track_caller]
fn served(fake: std::io::Result<FakeGlean>) -> FakeGlean {
    fake.expect("no port for the fake Glean server")
}

impl fmt::Debug for FakeGleanBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FakeGleanBuilder")
            .field("config", &self.config)
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}
