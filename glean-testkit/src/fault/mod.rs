//! What goes wrong with an exchange, apart from its reply.

mod phase;

use std::fmt;
use std::time::Duration;

use crate::Reply;

pub use phase::Phase;

/// Something that happens to the connection instead of a reply, or to a reply on its way.
///
/// Each constructor gives a [`Reply`], the rulebook's with this fault, so that replies and faults
/// stand in one script. What is set on it, such as a delay or a body, is set on the reply that the
/// fault strikes; [`Reply::struck_by`] puts the fault on another reply.
///
/// ```
/// use std::time::Duration;
/// use glean_testkit::{FakeGlean, Fault, Phase, Reply};
///
/// # let glean = FakeGlean::builder().lenient().in_process();
/// glean.script([
///     Reply::status(503),
///     Fault::reset(Phase::AfterMint),
///     Fault::truncate(10).delay(Duration::from_secs(2)),
///     Reply::status(500).body("<h1>no</h1>").struck_by(Fault::close(Phase::InBody)),
///     Reply::ok(),
/// ]);
/// ```
///
/// Over a socket a fault is done to the connection. In process a client gets the
/// [`TransportError`](glean_transport::TransportError) that it would get then, and a stall is a
/// future that never ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    act: Act,
    phase: Phase,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    Reset,
    Close,
    Stall,
    Truncate(usize),
    Drip(Duration),
    Garbage,
    OversizedHead,
}

impl Fault {
    /// Resets the connection (RST).
    #[must_use]
    pub fn reset(phase: Phase) -> Reply {
        Self::reply(Act::Reset, phase)
    }

    /// Closes the connection (FIN), for a reply that has begun in the middle of it.
    #[must_use]
    pub fn close(phase: Phase) -> Reply {
        Self::reply(Act::Close, phase)
    }

    /// Falls silent and leaves the connection open until the client closes it.
    #[must_use]
    pub fn stall(phase: Phase) -> Reply {
        Self::reply(Act::Stall, phase)
    }

    /// Announces the whole body, sends its first `bytes`, at most all but the last, and closes the
    /// connection.
    #[must_use]
    pub fn truncate(bytes: usize) -> Reply {
        Self::reply(Act::Truncate(bytes), Phase::InBody)
    }

    /// Sends the reply whole, byte by byte, with a pause of `every` after each on the fake's clock.
    #[must_use]
    pub fn drip(every: Duration) -> Reply {
        Self::reply(Act::Drip(every), Phase::InHead)
    }

    /// Sends bytes that are no HTTP in place of the reply, and closes the connection.
    #[must_use]
    pub fn garbage() -> Reply {
        Self::reply(Act::Garbage, Phase::AfterMint)
    }

    /// Adds a header of one MiB to the reply, more than common clients take.
    #[must_use]
    pub fn oversized_head() -> Reply {
        Self::reply(Act::OversizedHead, Phase::InHead)
    }

    fn reply(act: Act, phase: Phase) -> Reply {
        Self { act, phase }.into()
    }

    /// Gives the phase in which it strikes.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    pub(crate) fn act(&self) -> &Act {
        &self.act
    }

    /// Says whether it strikes before the rulebook is asked.
    pub(crate) fn precedes_the_rulebook(&self) -> bool {
        matches!(self.phase, Phase::BeforeRead | Phase::AfterRead)
    }
}

/// Writes the fault in words, for reports.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.act {
            Act::Reset => write!(f, "reset {}", self.phase),
            Act::Close => write!(f, "close {}", self.phase),
            Act::Stall => write!(f, "stall {}", self.phase),
            Act::Truncate(bytes) => write!(f, "truncate after {bytes} bytes"),
            Act::Drip(every) => write!(f, "drip every {every:?}"),
            Act::Garbage => f.write_str("garbage"),
            Act::OversizedHead => f.write_str("oversized head"),
        }
    }
}
