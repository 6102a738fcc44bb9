use std::error::Error;
use std::fmt;

use super::reason::without_value;

/// A configuration, or a command to a running fake, that is not as it has to be.
///
/// `Display` says where and why, and repeats no value: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    path: String,
    reason: String,
}

impl ConfigError {
    pub(super) fn at(error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        Self {
            path: error.path().to_string(),
            ..Self::whole(error.inner())
        }
    }

    pub(super) fn whole(error: &serde_json::Error) -> Self {
        Self {
            path: ".".to_owned(),
            reason: without_value(&error.to_string()),
        }
    }

    /// Gives the path of the member that is amiss, as in `credentials[0].kind`; `.` is the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path != "." {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.reason)
    }
}

impl Error for ConfigError {}
