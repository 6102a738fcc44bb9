use std::time::{Duration, SystemTime};

/// How far the clock that a server shows is off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Skew {
    /// It shows a later time.
    Ahead(Duration),
    /// It shows an earlier time.
    Behind(Duration),
}

impl Skew {
    pub(crate) const NONE: Self = Self::Ahead(Duration::ZERO);

    /// Reads how many seconds it is ahead; negative is behind.
    #[cfg(feature = "control")]
    pub(crate) fn from_seconds(ahead: i64) -> Self {
        let by = Duration::from_secs(ahead.unsigned_abs());
        if ahead < 0 {
            Self::Behind(by)
        } else {
            Self::Ahead(by)
        }
    }

    /// Beyond what the platform can count the time is shown as it is.
    pub(crate) fn apply(self, time: SystemTime) -> SystemTime {
        match self {
            Self::Ahead(by) => time.checked_add(by),
            Self::Behind(by) => time.checked_sub(by),
        }
        .unwrap_or(time)
    }
}
