use std::collections::VecDeque;
use std::fmt;

use crate::Reply;

/// One step of a script: what becomes of one createToken call.
///
/// Each call that is well formed takes the next step. The set is open: besides replies, a step can
/// be something that happens to the exchange itself.
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

    pub(crate) fn left(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.0.iter()
    }
}
