use serde::Serialize;

use crate::contract::{Basis, Difference, RecordedOutcome};

/// What came of one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CaseResult {
    /// The case's id.
    pub id: &'static str,
    /// What the case says.
    pub title: &'static str,
    /// Where its expectation comes from.
    pub basis: Basis,
    /// The basis in words.
    pub source: &'static str,
    /// The request in a line, with the case's placeholders, and the credential in words.
    pub asked: String,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of asking a server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "outcome")]
#[non_exhaustive]
pub enum Outcome {
    /// The reply is as expected.
    Match,
    /// It is not, or there is none.
    Drift {
        /// In what it differs.
        differences: Vec<Difference>,
    },
    /// The server can't be asked: it lacks a credential, say.
    Unsupported {
        /// Why not.
        reason: String,
    },
    /// The server was not asked, though it might have been.
    Skipped {
        /// Why not.
        reason: String,
    },
}

impl Outcome {
    pub(super) fn skipped(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self::Skipped { reason }
    }

    pub(super) fn unsupported(reason: impl Into<String>) -> Self {
        let reason = reason.into();
        Self::Unsupported { reason }
    }

    pub(super) fn no_reply(why: impl Into<String>) -> Self {
        let differences = vec![Difference::new("reply", "a reply", why)];
        Self::Drift { differences }
    }

    pub(super) fn recorded(&self) -> RecordedOutcome {
        match self {
            Self::Match => RecordedOutcome::Match,
            Self::Drift { .. } => RecordedOutcome::Drift,
            Self::Unsupported { .. } => RecordedOutcome::Unsupported,
            Self::Skipped { .. } => RecordedOutcome::Skipped,
        }
    }
}

/// How many cases came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// Replies as expected.
    pub matched: usize,
    /// Replies that differ, or that did not come.
    pub drifted: usize,
    /// Cases that the server can't be asked.
    pub unsupported: usize,
    /// Cases that the server was not asked.
    pub skipped: usize,
}

impl Counts {
    pub(super) fn of(results: &[CaseResult]) -> Self {
        let mut counts = Self::default();
        for result in results {
            *match result.outcome {
                Outcome::Match => &mut counts.matched,
                Outcome::Drift { .. } => &mut counts.drifted,
                Outcome::Unsupported { .. } => &mut counts.unsupported,
                Outcome::Skipped { .. } => &mut counts.skipped,
            } += 1;
        }
        counts
    }
}
