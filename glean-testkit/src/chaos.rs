use fastrand::Rng;

use crate::{Fault, Phase, Reply};

/// Strikes createToken calls at random: the same seed strikes the same ones in the same way.
///
/// A call that takes a step of the script is left alone.
///
/// ```
/// use glean_testkit::{Chaos, FakeGlean, Fault, Phase, Reply};
///
/// // One call in ten fails, in one of ten ways:
/// let glean = FakeGlean::builder().chaos(Chaos::new(0.1).seed(7)).in_process();
///
/// // One in two, in one of these:
/// let ways = [Reply::status(503), Fault::reset(Phase::AfterMint)];
/// let harsh = FakeGlean::builder().chaos(Chaos::new(0.5).among(ways)).in_process();
/// ```
#[derive(Clone, Debug)]
#[must_use = "chaos does nothing until a fake is configured with it"]
pub struct Chaos {
    rate: f64,
    seed: Option<u64>,
    ways: Vec<Reply>,
}

impl Chaos {
    /// Strikes a call with the probability `rate`, from 0, never, to 1, always.
    ///
    /// The ways are the statuses 429, 500, 502, 503 and 504, resets before and after minting and in
    /// the body, and closes before minting and in the head. What is no number is 0.
    pub fn new(rate: f64) -> Self {
        let rate = if rate.is_nan() { 0.0 } else { rate };
        Self {
            rate: rate.clamp(0.0, 1.0),
            seed: None,
            ways: vec![
                Reply::status(429).retry_after_seconds(1),
                Reply::status(500),
                Reply::status(502),
                Reply::status(503),
                Reply::status(504),
                Fault::reset(Phase::AfterRead),
                Fault::reset(Phase::AfterMint),
                Fault::reset(Phase::InBody),
                Fault::close(Phase::AfterRead),
                Fault::close(Phase::InHead),
            ],
        }
    }

    /// Sets what decides: unless set, the fake's own seed.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Gives what decides, unless it is the fake's own seed.
    pub(crate) fn own_seed(&self) -> Option<u64> {
        self.seed
    }

    /// Replaces the ways in which a call can be struck; each is as likely as the others.
    ///
    /// A [`Phase::BeforeRead`] comes too late here and strikes as [`Phase::AfterRead`].
    pub fn among(mut self, ways: impl IntoIterator<Item = impl Into<Reply>>) -> Self {
        self.ways = ways.into_iter().map(Into::into).collect();
        self
    }
}

/// Chaos under way.
#[derive(Debug)]
pub(crate) struct Dice {
    chaos: Chaos,
    rng: Rng,
}

impl Dice {
    pub(crate) fn new(chaos: Chaos, seed: u64) -> Self {
        let rng = Rng::with_seed(chaos.seed.unwrap_or(seed));
        Self { chaos, rng }
    }

    /// Decides on a call; `None` leaves it alone.
    pub(crate) fn roll(&mut self) -> Option<Reply> {
        if self.rng.f64() >= self.chaos.rate {
            return None;
        }
        self.rng.choice(&self.chaos.ways).cloned()
    }
}
