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
    /// The request's number, for saying that the reply was delivered.
    pub(crate) number: u64,
}
