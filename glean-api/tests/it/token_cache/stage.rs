use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;

use glean_api::models::CreateAuthTokenResponse;
use glean_api::token_cache::{TokenCache, TokenCacheBuilder, TokenCacheError};
use glean_api::transport::spawn::{Spawn, Task};
use glean_api::{Glean, GleanBuilder};
use glean_testkit::{Credential, FakeGlean, ManualClock, ModelConfig};

pub(super) const SECOND: Duration = Duration::from_secs(1);
pub(super) const MINUTE: Duration = Duration::from_secs(60);
pub(super) const HOUR: Duration = Duration::from_secs(3600);

/// What a `get` gives.
pub(super) type Got = Result<Arc<CreateAuthTokenResponse>, TokenCacheError>;

/// A fake whose tokens live two hours, and a client of it, on a clock that a test moves.
pub(super) struct Stage {
    pub(super) fake: FakeGlean,
    pub(super) clock: ManualClock,
    pub(super) glean: Glean,
}

impl Stage {
    pub(super) fn new() -> Self {
        Self::of(ModelConfig::default())
    }

    /// A stage with so many users: `user0@example.com` and so on.
    pub(super) fn with_users(count: usize) -> Self {
        let config = (0..count).fold(ModelConfig::default(), |config, index| {
            config.user(user(index))
        });
        Self::of(config.credential(Credential::global("another_global")))
    }

    pub(super) fn of(config: ModelConfig) -> Self {
        let clock = ManualClock::new();
        let builder = FakeGlean::builder().config(config);
        let fake = builder.clock(clock.clone()).in_process();
        let glean = client(&fake, &clock).api_token("glean_global");
        let glean = glean.transport(fake.transport()).build().unwrap();
        Self { fake, clock, glean }
    }

    /// A client with another credential.
    pub(super) fn client(&self, credential: &str) -> Glean {
        let glean = client(&self.fake, &self.clock).api_token(credential);
        glean.transport(self.fake.transport()).build().unwrap()
    }

    pub(super) fn builder(&self) -> TokenCacheBuilder {
        TokenCache::builder(&self.glean)
    }

    pub(super) fn cache(&self) -> TokenCache {
        self.builder().build().unwrap()
    }

    /// Lets all tasks of this thread's runtime run as far as they come.
    pub(super) async fn settle(&self) {
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
    }

    pub(super) fn minted_for_ada(&self) -> usize {
        self.fake.ledger().minted_for("ada@example.com")
    }
}

pub(super) fn client(fake: &FakeGlean, clock: &ManualClock) -> GleanBuilder {
    Glean::builder()
        .server_url(fake.url())
        .clock(clock.clone())
        .sleep(clock.clone())
}

pub(super) fn user(index: usize) -> String {
    format!("user{index}@example.com")
}

/// Gives the text of a token, to tell it from others.
pub(super) fn text(got: &Got) -> String {
    got.as_ref().unwrap().token.expose_secret().to_owned()
}

/// Keeps tasks until a test runs or drops them.
#[derive(Clone, Default)]
pub(super) struct Tasks(Arc<Mutex<Vec<Task>>>);

impl Tasks {
    pub(super) fn take(&self) -> Vec<Task> {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    pub(super) fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub(super) async fn run(&self) {
        for task in self.take() {
            task.await;
        }
    }
}

impl std::fmt::Debug for Tasks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Tasks").field(&self.len()).finish()
    }
}

impl Spawn for Tasks {
    fn spawn(&self, task: Task) {
        self.0.lock().unwrap().push(task);
    }
}

/// Polls a future once.
pub(super) async fn once<T>(future: &mut (impl Future<Output = T> + Unpin)) -> Option<T> {
    let mut future = pin!(future);
    poll_fn(|cx| {
        Poll::Ready(match future.as_mut().poll(cx) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        })
    })
    .await
}
