use http::HeaderMap;

use super::Refusal;
use super::single::single;

/// Wants a date of the calendar, `YYYY-MM-DD`.
///
/// Basis: docs for the form; that another one is answered 400 is assumed.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    match single(headers, "X-Glean-Exclude-Deprecated-After")? {
        Some(date) if !is_date(date) => Err(Refusal::bad_header(
            "X-Glean-Exclude-Deprecated-After is not a date of the form YYYY-MM-DD",
        )),
        _ => Ok(()),
    }
}

fn is_date(text: &str) -> bool {
    let [y3, y2, y1, y0, b'-', m1, m0, b'-', d1, d0] = *text.as_bytes() else {
        return false;
    };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let (Some(year), Some(month), Some(day)) = (
        number(&[y3, y2, y1, y0]),
        number(&[m1, m0]),
        number(&[d1, d0]),
    ) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_date_of_the_calendar_is_one() {
        for date in [
            "2026-10-15",
            "2024-02-29",
            "2000-02-29",
            "2026-12-31",
            "2026-01-01",
        ] {
            assert!(is_date(date), "{date}");
        }
        for text in [
            "",
            "2026",
            "2026-1-1",
            "2026-13-01",
            "2026-00-10",
            "2026-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-01-00",
            "2026/01/01",
            "15-10-2026",
            "2026-10-15T00:00:00Z",
            "+026-10-15",
            "२०२६-१०-१५",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
