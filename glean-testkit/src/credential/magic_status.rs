use http::StatusCode;

/// A credential that asks for a status by its spelling: `glean_status_503`, and with a
/// `Retry-After` in seconds `glean_status_429_after_2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MagicStatus {
    pub(crate) status: StatusCode,
    pub(crate) retry_after_seconds: Option<u32>,
}

impl MagicStatus {
    /// Reads the spelling; `None` if it is none, or names a status that can't be a final reply.
    pub(crate) fn parse(secret: &str) -> Option<Self> {
        let asked = secret.strip_prefix("glean_status_")?;
        let (status, retry_after_seconds) = match asked.split_once("_after_") {
            Some((status, seconds)) => (status, Some(digits(seconds)?)),
            None => (asked, None),
        };
        let status = u16::try_from(digits(status)?).ok()?;
        let status = StatusCode::from_u16(status)
            .ok()
            .filter(|s| !s.is_informational())?;
        Some(Self {
            status,
            retry_after_seconds,
        })
    }
}

/// Reads decimal digits alone: no sign, unlike `parse`.
fn digits(text: &str) -> Option<u32> {
    text.bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_and_its_retry_after_are_read() {
        let plain = MagicStatus::parse("glean_status_503");
        let waiting = MagicStatus::parse("glean_status_429_after_2");
        let status = StatusCode::SERVICE_UNAVAILABLE;
        assert_eq!(
            plain,
            Some(MagicStatus {
                status,
                retry_after_seconds: None
            })
        );
        let status = StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(
            waiting,
            Some(MagicStatus {
                status,
                retry_after_seconds: Some(2)
            })
        );
    }

    #[test]
    fn other_spellings_are_none() {
        for spelling in [
            "glean_status_",
            "glean_status_101",
            "glean_status_99",
            "glean_status_1000",
            "glean_status_+503",
            "glean_status_503 ",
            "glean_status_503_after_",
            "glean_status_503_after_-1",
            "glean_status_503_after_99999999999",
            "GLEAN_STATUS_503",
            "status_503",
        ] {
            assert_eq!(MagicStatus::parse(spelling), None, "{spelling}");
        }
    }
}
