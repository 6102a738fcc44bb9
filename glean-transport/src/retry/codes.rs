use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use http::StatusCode;

/// The statuses that are worth a retry: codes, and families such as `5XX`.
///
/// The default is 429, 500, 502, 503 and 504, as in Glean's official clients.
///
/// ```
/// use glean_transport::retry::RetryCodes;
/// use http::StatusCode;
///
/// let codes: RetryCodes = "429, 5XX".parse()?;
/// assert!(codes.contains(StatusCode::NOT_IMPLEMENTED));
/// assert!(!codes.contains(StatusCode::NOT_FOUND));
/// # Ok::<(), glean_transport::retry::InvalidRetryCodes>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryCodes(Cow<'static, [Pattern]>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    Code(u16),
    /// The hundreds digit.
    Family(u16),
}

impl Default for RetryCodes {
    fn default() -> Self {
        const DEFAULT: &[Pattern] = &[
            Pattern::Code(429),
            Pattern::Code(500),
            Pattern::Code(502),
            Pattern::Code(503),
            Pattern::Code(504),
        ];
        Self(Cow::Borrowed(DEFAULT))
    }
}

impl RetryCodes {
    /// Gives the empty set: no status is retried.
    #[must_use]
    pub const fn none() -> Self {
        Self(Cow::Borrowed(&[]))
    }

    /// Reads codes and families, one each: `["429", "5XX"]`.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidRetryCodes`] for anything but an error status, 400 to 599, or `4XX` or
    /// `5XX` in either case.
    pub fn parse<S: AsRef<str>>(
        codes: impl IntoIterator<Item = S>,
    ) -> Result<Self, InvalidRetryCodes> {
        codes
            .into_iter()
            .map(|code| Pattern::parse(code.as_ref().trim()))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Says whether `status` is among them.
    #[must_use]
    pub fn contains(&self, status: StatusCode) -> bool {
        let status = status.as_u16();
        self.0.iter().any(|pattern| match *pattern {
            Pattern::Code(code) => code == status,
            Pattern::Family(hundreds) => hundreds == status / 100,
        })
    }
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, InvalidRetryCodes> {
        let invalid = || InvalidRetryCodes {
            text: text.to_owned(),
        };
        match text {
            "4XX" | "4xx" => return Ok(Self::Family(4)),
            "5XX" | "5xx" => return Ok(Self::Family(5)),
            _ => {}
        }
        let code: u16 = text.parse().map_err(|_| invalid())?;
        if (400..600).contains(&code) {
            Ok(Self::Code(code))
        } else {
            Err(invalid())
        }
    }
}

impl FromStr for RetryCodes {
    type Err = InvalidRetryCodes;

    /// Reads codes and families, separated by commas.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().is_empty() {
            return Ok(Self::none());
        }
        Self::parse(text.split(','))
    }
}

impl TryFrom<&str> for RetryCodes {
    type Error = InvalidRetryCodes;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// Says which text is no status worth a retry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidRetryCodes {
    text: String,
}

impl fmt::Display for InvalidRetryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no status to retry on; give an error status such as 429, or 4XX or 5XX",
            self.text
        )
    }
}

impl Error for InvalidRetryCodes {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_holds_the_official_clients_codes_alone() {
        let retried: Vec<u16> = (100..=999)
            .filter(|&code| RetryCodes::default().contains(StatusCode::from_u16(code).unwrap()))
            .collect();
        assert_eq!(retried, [429, 500, 502, 503, 504]);
    }

    #[test]
    fn a_family_holds_its_hundred() {
        let codes: RetryCodes = "5xx,408".parse().unwrap();
        for (code, is_in) in [
            (499, false),
            (500, true),
            (599, true),
            (600, false),
            (408, true),
        ] {
            assert_eq!(
                codes.contains(StatusCode::from_u16(code).unwrap()),
                is_in,
                "{code}"
            );
        }
    }

    #[test]
    fn what_is_no_error_status_is_refused_and_named() {
        for text in ["200", "3XX", "99", "600", "5X", "abc", "429,,500"] {
            assert!(text.parse::<RetryCodes>().is_err(), "{text}");
        }
        assert_eq!(
            "429,200".parse::<RetryCodes>().unwrap_err().to_string(),
            "\"200\" is no status to retry on; give an error status such as 429, or 4XX or 5XX"
        );
        assert_eq!("".parse(), Ok(RetryCodes::none()));
    }
}
