use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderValue;

/// 9999-12-31T23:59:59Z, the last second that an HTTP date can spell.
const LAST: Duration = Duration::from_secs(253_402_300_799);

/// Writes an HTTP date (RFC 9110, section 5.6.7), clamped to the years 1970 to 9999.
pub(crate) fn http_date(time: SystemTime) -> HeaderValue {
    let since_epoch = time
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .min(LAST);
    let date = httpdate::fmt_http_date(UNIX_EPOCH + since_epoch);
    HeaderValue::try_from(date).unwrap_or(HeaderValue::from_static("Thu, 01 Jan 1970 00:00:00 GMT"))
}

/// Counts the whole seconds since the Unix epoch; before it, from it backwards.
pub(crate) fn unix_seconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_secs()).unwrap_or(i64::MAX),
        Err(before) => {
            i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |seconds| -seconds)
        }
    }
}

/// Counts the whole milliseconds since the Unix epoch; before it, none.
pub(crate) fn unix_milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_beyond_what_http_can_spell_is_clamped() {
        let beyond = UNIX_EPOCH + LAST + Duration::from_secs(1);
        assert_eq!(http_date(beyond), "Fri, 31 Dec 9999 23:59:59 GMT");
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(http_date(before), "Thu, 01 Jan 1970 00:00:00 GMT");
    }

    #[test]
    fn seconds_before_the_epoch_are_negative() {
        assert_eq!(unix_seconds(UNIX_EPOCH - Duration::from_secs(3)), -3);
        assert_eq!(unix_seconds(UNIX_EPOCH + Duration::from_millis(3_999)), 3);
    }
}
