use std::collections::VecDeque;
use std::fmt;

use crate::{Fault, Phase, Reply};

/// One step of a script: what becomes of one createToken call.
///
/// Each call that is well formed takes the next step. A reply may carry a [`Fault`], which happens
/// to the exchange itself.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Step {
    /// The call is answered.
    Reply(Reply),
}

impl From<Reply> for Step {
    fn from(reply: Reply) -> Self {
        Self::Reply(reply)
    }
}

impl From<Fault> for Step {
    fn from(fault: Fault) -> Self {
        Self::Reply(fault.into())
    }
}

/// Writes the step in a word, for reports.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reply(reply) => reply.fmt(f),
        }
    }
}

/// The steps still to be taken, in order.
#[derive(Debug, Default)]
pub(crate) struct Script(VecDeque<Step>);

impl Script {
    pub(crate) fn extend(&mut self, steps: impl IntoIterator<Item = Step>) {
        self.0.extend(steps);
    }

    pub(crate) fn next(&mut self) -> Option<Step> {
        self.0.pop_front()
    }

    /// Takes the next step if it strikes before a request is read.
    pub(crate) fn next_before_read(&mut self) -> Option<Reply> {
        let Step::Reply(reply) = self.0.front()?;
        if reply.fault()?.phase() != Phase::BeforeRead {
            return None;
        }
        let Step::Reply(reply) = self.0.pop_front()?;
        Some(reply)
    }

    pub(crate) fn left(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.0.iter()
    }
}
