use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::http_date::http_date;

/// How a 429 says when to try again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryAfterForm {
    /// `Retry-After` in whole seconds, rounded up.
    #[default]
    Seconds,
    /// `Retry-After` as an HTTP date by the clock of `Date`, rounded up to a second.
    Date,
    /// `retry-after-ms`, rounded up to a millisecond.
    Milliseconds,
    /// Not at all.
    Absent,
}

impl RetryAfterForm {
    /// Writes that the call may be tried again `wait` after `now`.
    pub(crate) fn write(self, headers: &mut HeaderMap, wait: Duration, now: SystemTime) {
        match self {
            Self::Seconds => {
                let seconds = rounded_up(wait, Duration::from_secs(1));
                headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
            }
            Self::Date => {
                // A date has no fraction, and the server's time may have one.
                let free = now.checked_add(wait).unwrap_or(now);
                let since = free
                    .duration_since(SystemTime::UNIX_EPOCH)
                    .unwrap_or_default();
                let seconds = rounded_up(since, Duration::from_secs(1));
                let date = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
                headers.insert(RETRY_AFTER, http_date(date.unwrap_or(free)));
            }
            Self::Milliseconds => {
                let name = HeaderName::from_static("retry-after-ms");
                let milliseconds = rounded_up(wait, Duration::from_millis(1));
                headers.insert(name, HeaderValue::from(milliseconds));
            }
            Self::Absent => {}
        }
    }
}

fn rounded_up(duration: Duration, unit: Duration) -> u64 {
    let units = duration.as_nanos().div_ceil(unit.as_nanos());
    u64::try_from(units).unwrap_or(u64::MAX)
}
