use http::HeaderValue;

/// Reads a date of the form `YYYY-MM-DD` that the calendar has.
pub(super) fn parse(date: &str) -> Result<HeaderValue, &'static str> {
    let bytes = date.as_bytes();
    let has_form = bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !has_form || !is_in_calendar(date) {
        return Err("it is to be a date of the form YYYY-MM-DD, such as 2026-11-24");
    }
    HeaderValue::from_str(date).map_err(|_| "HTTP forbids it")
}

fn is_in_calendar(date: &str) -> bool {
    let number = |range| {
        date.get(range)
            .and_then(|digits: &str| digits.parse::<u32>().ok())
    };
    let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
        return false;
    };
    let is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_of_the_calendar_pass() {
        for date in ["2026-11-24", "2024-02-29", "2000-02-29"] {
            assert_eq!(parse(date).unwrap(), date);
        }
        for date in [
            "",
            "2026-2-1",
            "2026-02-30",
            "2023-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "24-11-2026",
            "2026/11/24",
            "2026-11-24T00:00:00Z",
        ] {
            assert!(parse(date).is_err(), "{date}");
        }
    }
}
