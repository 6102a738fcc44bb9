use tokio::runtime::{Builder, Runtime};

use crate::failure::Failure;

/// Makes what a command's sockets and timers run on.
pub(crate) fn event_loop() -> Result<Runtime, Failure> {
    Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("the system gives no event loop: {error}")))
}
