//! Reads how long a server asks its client to wait.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue};

/// `retry-after-ms`: the wait in milliseconds. No standard; sent by some APIs for finer waits.
pub const RETRY_AFTER_MS: HeaderName = HeaderName::from_static("retry-after-ms");

/// Reads the wait that a reply asks for.
///
/// `retry-after-ms` (milliseconds) counts before `Retry-After` ([RFC 9110, 10.2.3]) in seconds or
/// as an HTTP date. A date is taken relative to the reply's own `Date`, if it has one, so that a
/// skewed clock on this side does no harm, and else to `now`; one in the past is no wait at all.
/// A value that can't be read is passed over.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use glean_transport::retry::retry_after;
///
/// let reply = http::Response::builder().status(429).header("Retry-After", "2").body(())?;
/// let wait = retry_after::parse(reply.headers(), SystemTime::now());
/// assert_eq!(wait, Some(Duration::from_secs(2)));
/// # Ok::<(), http::Error>(())
/// ```
///
/// [RFC 9110, 10.2.3]: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
#[must_use]
pub fn parse(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    if let Some(wait) = headers.get(RETRY_AFTER_MS).and_then(milliseconds) {
        return Some(wait);
    }
    let value = headers.get(RETRY_AFTER)?;
    seconds(value).or_else(|| {
        let then = http_date(value)?;
        let now = headers.get(DATE).and_then(http_date).unwrap_or(now);
        Some(then.duration_since(now).unwrap_or(Duration::ZERO))
    })
}

fn milliseconds(value: &HeaderValue) -> Option<Duration> {
    let text = value.to_str().ok()?.trim();
    // Fractions are seen in the wild; rounding up never comes early. `f64` also reads `inf` and
    // `nan`, which are no numbers to wait for.
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    let millis: f64 = text.parse().ok()?;
    // A float as large as that saturates.
    Some(Duration::from_millis(millis.ceil() as u64))
}

fn seconds(value: &HeaderValue) -> Option<Duration> {
    let text = value.to_str().ok()?.trim();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // More seconds than fit are a wait that never fits.
    Some(text.parse().map_or(Duration::MAX, Duration::from_secs))
}

fn http_date(value: &HeaderValue) -> Option<SystemTime> {
    httpdate::parse_http_date(value.to_str().ok()?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "Tue, 24 Nov 2026 05:40:00 GMT";

    fn wait(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let headers: HeaderMap = headers
            .iter()
            .map(|&(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect();
        parse(&headers, httpdate::parse_http_date(NOW).unwrap())
    }

    #[test]
    fn each_form_is_read() {
        let second = Duration::from_secs(1);
        for (headers, expected) in [
            (&[("retry-after", "2")][..], Some(2 * second)),
            (&[("retry-after", "0")], Some(Duration::ZERO)),
            (
                &[("retry-after", "Tue, 24 Nov 2026 05:40:03 GMT")],
                Some(3 * second),
            ),
            (
                &[("retry-after", "Tuesday, 24-Nov-26 05:40:03 GMT")],
                Some(3 * second),
            ),
            (
                &[("retry-after", "Tue Nov 24 05:40:03 2026")],
                Some(3 * second),
            ),
            (
                &[("retry-after", "Tue, 24 Nov 2026 05:39:00 GMT")],
                Some(Duration::ZERO),
            ),
            (
                &[("retry-after-ms", "1500")],
                Some(Duration::from_millis(1500)),
            ),
            (
                &[("retry-after-ms", "1500.2")],
                Some(Duration::from_millis(1501)),
            ),
            (
                &[("retry-after-ms", " 20 ")],
                Some(Duration::from_millis(20)),
            ),
        ] {
            assert_eq!(wait(headers), expected, "{headers:?}");
        }
    }

    #[test]
    fn milliseconds_count_before_seconds_unless_unreadable() {
        assert_eq!(
            wait(&[("retry-after-ms", "10"), ("retry-after", "2")]),
            Some(Duration::from_millis(10))
        );
        assert_eq!(
            wait(&[("retry-after-ms", "soon"), ("retry-after", "2")]),
            Some(Duration::from_secs(2))
        );
    }

    #[test]
    fn a_date_is_taken_relative_to_the_replys_own_date() {
        assert_eq!(
            wait(&[
                ("retry-after", "Thu, 01 Jan 2026 00:00:09 GMT"),
                ("date", "Thu, 01 Jan 2026 00:00:00 GMT"),
            ]),
            Some(Duration::from_secs(9))
        );
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        for value in ["", "soon", "-1", "1.5", "+2", "NaN", "2 s"] {
            assert_eq!(wait(&[("retry-after", value)]), None, "{value}");
        }
        for value in ["", ".", "-1", "inf", "1e3", "1.2.3"] {
            assert_eq!(wait(&[("retry-after-ms", value)]), None, "{value}");
        }
        assert_eq!(wait(&[]), None);
    }

    #[test]
    fn a_huge_wait_saturates() {
        assert_eq!(
            wait(&[("retry-after", "99999999999999999999999")]),
            Some(Duration::MAX)
        );
        let huge = wait(&[("retry-after-ms", "99999999999999999999999")]);
        assert!(huge > Some(Duration::from_secs(1_000_000_000)), "{huge:?}");
    }
}
