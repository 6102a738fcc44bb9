use glean_api::transport::retry::Jitter;
use glean_api::{Glean, GleanBuilder};
use glean_testkit::{FakeGlean, ManualClock};

/// A fake, and clients for it that share a clock on which every wait ends at once.
pub(crate) struct Scene {
    pub(crate) fake: FakeGlean,
    pub(crate) clock: ManualClock,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let clock = ManualClock::auto_advancing();
        Self {
            fake: FakeGlean::builder().clock(clock.clone()).in_process(),
            clock,
        }
    }

    pub(crate) fn builder(&self) -> GleanBuilder {
        Glean::builder()
            .server_url(self.fake.url())
            .api_token("glean_global")
            .act_as("ada@example.com")
            .clock(self.clock.clone())
            .sleep(self.clock.clone())
            .jitter(Jitter::none())
    }
}
