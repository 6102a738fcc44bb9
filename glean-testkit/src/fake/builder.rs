use std::sync::Arc;
use std::time::Duration;

use super::{FakeGlean, Shared};
use crate::{Credential, GleanModel, ManualClock, ModelConfig};

/// Where a fake in process seems to be; the names under `localhost` are loopback (RFC 6761).
const IN_PROCESS_ORIGIN: &str = "http://fake-glean.localhost";

/// Configures a [`FakeGlean`]; made by [`FakeGlean::builder`].
#[derive(Clone, Debug, Default)]
#[must_use = "a builder does nothing until it is started"]
pub struct FakeGleanBuilder {
    config: ModelConfig,
    clock: Option<ManualClock>,
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

    /// Makes a fake that is reached by its [`transport`](FakeGlean::transport) alone.
    pub fn in_process(self) -> FakeGlean {
        self.build(IN_PROCESS_ORIGIN)
    }

    /// Starts a fake on a free loopback port.
    ///
    /// # Panics
    ///
    /// Panics if the system gives no port or no thread.
    #[cfg(feature = "wiremock")]
    #[cfg_attr(docsrs, doc(cfg(feature = "wiremock")))]
    #[expect(clippy::expect_used, reason = "without a server the test can't go on")]
    pub async fn start(self) -> FakeGlean {
        self.try_start()
            .await
            .expect("no loopback port for the fake Glean server")
    }

    /// Starts a fake on a free loopback port.
    ///
    /// # Errors
    ///
    /// Returns the system's error if it gives no port.
    ///
    /// # Panics
    ///
    /// Panics if the system gives no thread.
    #[cfg(feature = "wiremock")]
    #[cfg_attr(docsrs, doc(cfg(feature = "wiremock")))]
    pub async fn try_start(self) -> std::io::Result<FakeGlean> {
        let mut fake = self.build("");
        let server = crate::carrier::Server::start(Arc::clone(&fake.shared)).await?;
        fake.url
            .insert_str(0, &format!("http://{}", server.address()));
        fake.server = Some(server);
        Ok(fake)
    }

    fn build(self, origin: &str) -> FakeGlean {
        let clock = self.clock.unwrap_or_else(ManualClock::following_system);
        let model = GleanModel::new(self.config).with_clock(clock.clone());
        FakeGlean {
            url: format!("{origin}{}", model.config().path_prefix),
            shared: Arc::new(Shared::new(model)),
            clock,
            #[cfg(feature = "wiremock")]
            server: None,
        }
    }
}
