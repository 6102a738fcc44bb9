use std::error::Error;
use std::fmt;

/// Says why a case can't be asked of a server; `Display` is the reason.
///
/// It repeats no credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unaskable(String);

impl Unaskable {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for Unaskable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Unaskable {}
