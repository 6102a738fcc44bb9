//! Work in the background behind a trait, as [`time`](crate::time) is.
//!
//! Nothing in this crate spawns. What has to go on when its caller has been dropped, such as a token that
//! many wait for, is given to a [`Spawn`].

#[cfg(feature = "tokio-spawn")]
mod tokio;

use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;

#[cfg(feature = "tokio-spawn")]
#[cfg_attr(docsrs, doc(cfg(feature = "tokio-spawn")))]
pub use tokio::TokioSpawn;

/// What a [`Spawn`] runs.
pub type Task = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Runs tasks in the background.
///
/// `TokioSpawn` (feature `tokio-spawn`) runs them on tokio. On another runtime, bring its own:
///
/// ```
/// use glean_transport::spawn::{Spawn, Task};
///
/// #[derive(Debug)]
/// struct ThreadSpawn;
///
/// impl Spawn for ThreadSpawn {
///     fn spawn(&self, task: Task) {
///         std::thread::spawn(move || {
///             let runtime = tokio::runtime::Builder::new_current_thread().build();
///             if let Ok(runtime) = runtime {
///                 runtime.block_on(task);
///             }
///         });
///     }
/// }
/// ```
pub trait Spawn: Debug + Send + Sync + 'static {
    /// Runs `task` to its end, whatever becomes of the caller, and returns without waiting for it.
    ///
    /// One that can't, because there is no runtime or it shuts down, drops the task: whoever gave it
    /// learns of that by the drop.
    fn spawn(&self, task: Task);
}

impl<T: Spawn + ?Sized> Spawn for Arc<T> {
    fn spawn(&self, task: Task) {
        (**self).spawn(task);
    }
}
