use std::sync::{Mutex, MutexGuard, PoisonError};

use super::progress::Progress;
use crate::Fault;
use crate::fault::Act;

/// What the service of a connection tells its link, and both tell the connection.
#[derive(Default)]
pub(super) struct Control(Mutex<State>);

#[derive(Default)]
struct State {
    /// A request has begun that is not with the service yet.
    begun: bool,
    reply: Option<Progress>,
    end: Option<End>,
}

/// How a fault ends a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Reset,
    Close,
    Stall,
}

impl End {
    /// `None` if a fault does not end the connection.
    pub(super) fn of(fault: &Fault) -> Option<Self> {
        match fault.act() {
            Act::Reset => Some(Self::Reset),
            Act::Close | Act::Truncate(_) | Act::Garbage => Some(Self::Close),
            Act::Stall => Some(Self::Stall),
            Act::Drip(_) | Act::OversizedHead => None,
        }
    }
}

impl Control {
    /// Notes that bytes came, and says whether they begin a request.
    pub(super) fn begin(&self) -> bool {
        !std::mem::replace(&mut self.lock().begun, true)
    }

    /// Notes that the request is with the service, so that the next bytes begin another.
    pub(super) fn arrived(&self) {
        self.lock().begun = false;
    }

    /// Says what the link is to do with the reply that comes next.
    pub(super) fn announce(&self, reply: Progress) {
        self.lock().reply = Some(reply);
    }

    pub(super) fn take_reply(&self) -> Option<Progress> {
        self.lock().reply.take()
    }

    pub(super) fn end_with(&self, end: End) {
        self.lock().end = Some(end);
    }

    pub(super) fn end(&self) -> Option<End> {
        self.lock().end
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
