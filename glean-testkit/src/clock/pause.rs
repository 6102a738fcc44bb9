use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use super::ManualClock;
use super::manual_sleep::ManualSleep;
use super::state::Origin;

impl ManualClock {
    /// Waits on this clock, for the fake itself.
    ///
    /// `timer` makes the timer that ends the wait on a clock that follows the system's; one that
    /// stands still needs none.
    pub(crate) async fn pause<T: Future<Output = ()>>(
        self,
        duration: Duration,
        timer: impl FnOnce(Duration) -> T,
    ) {
        let mut sleep = ManualSleep::unlisted(&self.shared, duration);
        let follows = matches!(self.shared.origin, Origin::System { .. });
        let mut timer = pin!(follows.then(|| timer(duration)));
        poll_fn(|cx| {
            if Pin::new(&mut sleep).poll(cx).is_ready() {
                return Poll::Ready(());
            }
            match timer.as_mut().as_pin_mut() {
                Some(timer) => timer.poll(cx),
                None => Poll::Pending,
            }
        })
        .await;
    }
}
