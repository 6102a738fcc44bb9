use std::error::Error;
use std::fmt;
use std::io;

use glean_transport::TransportError;

use super::case::chain;

/// How a transport broke a rule.
///
/// `Display` names the rule, repeats what it says, and tells what was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    rule: &'static str,
    clause: &'static str,
    seen: String,
}

impl Violation {
    pub(super) fn new(rule: &'static str, clause: &'static str, seen: Seen) -> Self {
        let seen = seen.0;
        Self { rule, clause, seen }
    }

    /// Gives the name of the rule that was broken.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// Tells what was seen instead.
    #[must_use]
    pub fn seen(&self) -> &str {
        &self.seen
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, clause, seen } = self;
        write!(f, "the rule `{rule}` is broken: {seen}\nIt says: {clause}")
    }
}

impl Error for Violation {}

/// What a rule saw that it should not have seen.
#[derive(Debug)]
pub(super) struct Seen(pub(super) String);

impl From<String> for Seen {
    fn from(seen: String) -> Self {
        Self(seen)
    }
}

impl From<&str> for Seen {
    fn from(seen: &str) -> Self {
        Self(seen.to_owned())
    }
}

/// A transport that gives no reply where there is one.
impl From<TransportError> for Seen {
    fn from(error: TransportError) -> Self {
        let kind = error.kind();
        Self(format!(
            "there is no reply, but {kind:?}: {}",
            chain(&error)
        ))
    }
}

/// The suite's own servers and requests; no transport is to blame.
impl From<io::Error> for Seen {
    fn from(error: io::Error) -> Self {
        Self(format!("the suite itself failed: {error}"))
    }
}

impl From<http::Error> for Seen {
    fn from(error: http::Error) -> Self {
        Self(format!("the suite itself failed: {error}"))
    }
}

/// Ends a rule with what was seen, unless the condition holds.
macro_rules! ensure {
    ($condition:expr, $($seen:tt)+) => {
        if !$condition {
            return Err(format!($($seen)+).into());
        }
    };
}

pub(super) use ensure;
