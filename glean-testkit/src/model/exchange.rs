use std::time::Duration;

use bytes::Bytes;
use http::Response;

use crate::Fault;

/// An answer, and what a carrier is to do to it.
pub(crate) struct Exchange {
    pub(crate) response: Response<Bytes>,
    pub(crate) fault: Option<Fault>,
    /// How long to wait, before the fault too.
    pub(crate) delay: Duration,
    pub(crate) receipt: Receipt,
}

/// Names an exchange, for saying that its reply was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Receipt {
    /// Counts the resets: a request may outlive the records in which it stood.
    pub(super) run: u32,
    pub(super) number: u64,
}
