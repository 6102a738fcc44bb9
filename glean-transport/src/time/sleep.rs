use std::fmt::Debug;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// The future of [`Sleep::sleep`].
pub type SleepFuture = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Waits without blocking the executor.
///
/// `TokioSleep` (feature `tokio`) waits on tokio's timer. On another runtime, bring its timer:
///
/// ```
/// use std::time::Duration;
/// use glean_transport::time::{Sleep, SleepFuture};
///
/// #[derive(Debug)]
/// struct ThreadSleep;
///
/// impl Sleep for ThreadSleep {
///     fn sleep(&self, duration: Duration) -> SleepFuture {
///         let (done, wait) = tokio::sync::oneshot::channel();
///         std::thread::spawn(move || {
///             std::thread::sleep(duration);
///             let _ = done.send(());
///         });
///         Box::pin(async move {
///             let _ = wait.await;
///         })
///     }
/// }
/// ```
pub trait Sleep: Debug + Send + Sync + 'static {
    /// Gives a future that is ready once `duration` has gone by since this call.
    fn sleep(&self, duration: Duration) -> SleepFuture;
}

impl<T: Sleep + ?Sized> Sleep for Arc<T> {
    fn sleep(&self, duration: Duration) -> SleepFuture {
        (**self).sleep(duration)
    }
}
