use std::io;
use std::time::SystemTime;

use time::{Duration, OffsetDateTime};

use crate::http_date::unix_seconds;

/// From when to when a certificate is good.
#[derive(Clone, Copy)]
pub(super) struct Validity {
    pub(super) not_before: OffsetDateTime,
    pub(super) not_after: OffsetDateTime,
}

impl Validity {
    /// Since an hour ago, for clocks that are a little slow; not for long, for clients frown on
    /// certificates that are good for more than some weeks.
    pub(super) fn current() -> io::Result<Self> {
        Self::around_now(Duration::HOUR, 30 * Duration::DAY)
    }

    /// Ended yesterday.
    pub(super) fn past() -> io::Result<Self> {
        Self::around_now(9 * Duration::DAY, -Duration::DAY)
    }

    /// Covers both of the others.
    pub(super) fn of_the_authority() -> io::Result<Self> {
        Self::around_now(10 * Duration::DAY, 31 * Duration::DAY)
    }

    fn around_now(before: Duration, after: Duration) -> io::Result<Self> {
        let now = OffsetDateTime::from_unix_timestamp(unix_seconds(SystemTime::now()))
            .map_err(io::Error::other)?;
        let clamped = || io::Error::other("the system's clock is far beyond the calendar");
        Ok(Self {
            not_before: now.checked_sub(before).ok_or_else(clamped)?,
            not_after: now.checked_add(after).ok_or_else(clamped)?,
        })
    }
}
