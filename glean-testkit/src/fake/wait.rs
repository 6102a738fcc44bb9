use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::Shared;

/// Fewer createToken calls came in than were waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WaitError {
    /// How many calls were waited for.
    pub wanted: usize,
    /// How many came.
    pub received: usize,
    /// How long they were waited for.
    pub timeout: Duration,
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            wanted,
            received,
            timeout,
        } = self;
        write!(
            f,
            "{received} of {wanted} createToken calls came in within {timeout:?}"
        )
    }
}

impl Error for WaitError {}

pub(super) fn wait_for_blocking(
    shared: &Shared,
    wanted: usize,
    timeout: Duration,
) -> Result<(), WaitError> {
    let received = shared.wait_for_calls(wanted, timeout);
    if received >= wanted {
        return Ok(());
    }
    Err(WaitError {
        wanted,
        received,
        timeout,
    })
}

#[cfg(feature = "server")]
pub(super) async fn wait_for(
    shared: &Shared,
    wanted: usize,
    timeout: Duration,
) -> Result<(), WaitError> {
    let mut calls = shared.calls();
    // The sender lives as long as `shared` is borrowed, so only time ends the wait early.
    let arrived = calls.wait_for(|received| *received >= wanted);
    match tokio::time::timeout(timeout, arrived).await {
        Ok(_) => Ok(()),
        Err(_) => Err(WaitError {
            wanted,
            received: *shared.calls().borrow(),
            timeout,
        }),
    }
}
