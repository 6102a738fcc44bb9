use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use glean_api::client::authentication::CreateToken;
use glean_api::mutation::{Mutation, MutationBuilder};
use glean_api::transport::retry::RetryConfig;
use glean_api::transport::time::Clock;
use glean_api::{Glean, RequestOptions};
use glean_testkit::{FakeGlean, ManualClock, Reply, Step};

/// A fake whose replies take a time by a manual clock, and a client of it.
pub(crate) struct Stage {
    pub(crate) fake: FakeGlean,
    pub(crate) glean: Glean,
}

impl Stage {
    pub(crate) fn new() -> Self {
        Self::retrying(RetryConfig::None)
    }

    pub(crate) fn retrying(retries: impl Into<RetryConfig>) -> Self {
        let fake = FakeGlean::builder().clock(ManualClock::new()).in_process();
        let glean = Glean::builder()
            .server_url(fake.url())
            .api_token("glean_user")
            .clock(fake.clock().clone())
            .sleep(fake.clock().clone())
            .retries(retries)
            .transport(fake.transport())
            .build()
            .unwrap();
        Self { fake, glean }
    }

    pub(crate) fn playing<S: Into<Step>>(steps: impl IntoIterator<Item = S>) -> Self {
        let stage = Self::new();
        stage.fake.script(steps);
        stage
    }

    pub(crate) fn mutation(&self) -> Mutation<CreateToken> {
        Mutation::new(self.glean.core())
    }

    pub(crate) fn builder(&self) -> MutationBuilder<CreateToken> {
        Mutation::builder(self.glean.core())
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.fake.clock().advance(Duration::from_secs(seconds));
    }

    pub(crate) fn now(&self) -> SystemTime {
        self.fake.clock().system_time()
    }
}

/// A success that takes so many seconds.
pub(crate) fn ok_after(seconds: u64) -> Reply {
    Reply::ok().delay(Duration::from_secs(seconds))
}

/// A failure that takes so many seconds.
pub(crate) fn failure_after(seconds: u64) -> Reply {
    Reply::status(503).delay(Duration::from_secs(seconds))
}

pub(crate) fn unchanged() -> RequestOptions {
    RequestOptions::new()
}

/// Drives a future as far as it comes by itself.
pub(crate) fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// Drives a future that needs to wait for nothing.
pub(crate) fn ready<F: Future + Unpin>(mut future: F) -> F::Output {
    match poll(&mut future) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it has to wait"),
    }
}
