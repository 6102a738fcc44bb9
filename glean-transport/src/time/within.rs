use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use super::{Sleep, SleepFuture};

/// Runs `future` for at most `limit`; gives `None` when time was up, and drops the future.
///
/// The timer is made only once the future has had to wait: a result that is there at once costs none.
pub async fn within<T>(
    mut future: Pin<Box<dyn Future<Output = T> + Send + '_>>,
    limit: Option<(Duration, &dyn Sleep)>,
) -> Option<T> {
    let mut timer: Option<SleepFuture> = None;
    poll_fn(|cx| {
        if let Poll::Ready(value) = future.as_mut().poll(cx) {
            return Poll::Ready(Some(value));
        }
        let Some((duration, sleep)) = limit else {
            return Poll::Pending;
        };
        let timer = timer.get_or_insert_with(|| sleep.sleep(duration));
        timer.as_mut().poll(cx).map(|()| None)
    })
    .await
}
