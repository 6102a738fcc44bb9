use tokio::runtime::Handle;

use super::{Spawn, Task};

/// Runs tasks on the tokio runtime that the caller is in; outside one they are dropped.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioSpawn;

impl Spawn for TokioSpawn {
    fn spawn(&self, task: Task) {
        if let Ok(runtime) = Handle::try_current() {
            // Its result is of no interest: a task tells what came of it by itself.
            drop(runtime.spawn(task));
        }
    }
}
