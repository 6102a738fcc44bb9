use std::fmt;
use std::time::SystemTime;

use serde::Serialize;

use super::{CaseResult, Counts, Outcome, junit};
use crate::contract::{Difference, Record, provenance};

/// What came of asking a server each case.
///
/// `Display` is for a terminal; [`to_json`](Self::to_json) and [`to_junit`](Self::to_junit) are for
/// machines. None of them holds a credential or a token.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The server's URL.
    pub server: String,
    /// Whether it was asked as a real tenant is.
    pub live: bool,
    /// How many requests were sent.
    pub requests: usize,
    /// Whether it was looked at whom the tokens are for, in a clause: `looked at in 17 cases`.
    pub minted_for: String,
    /// What is known of the contract's own truth; see [`provenance`].
    pub contract: String,
    /// How many cases came to what.
    pub counts: Counts,
    /// What came of each case, in the order of the list.
    pub cases: Vec<CaseResult>,
}

impl Report {
    pub(super) fn new(
        server: String,
        live: bool,
        requests: usize,
        minted_for: String,
        cases: Vec<CaseResult>,
    ) -> Self {
        Self {
            server,
            live,
            requests,
            minted_for,
            contract: provenance(),
            counts: Counts::of(&cases),
            cases,
        }
    }

    /// Says whether a case was asked, and no reply differs.
    #[must_use]
    pub fn is_match(&self) -> bool {
        self.counts.drifted == 0 && self.counts.matched > 0
    }

    /// Gives what came of a case.
    #[must_use]
    pub fn outcome(&self, id: &str) -> Option<&Outcome> {
        let result = self.cases.iter().find(|result| result.id == id)?;
        Some(&result.outcome)
    }

    /// Gives the ids of the cases whose replies differ.
    pub fn drifted(&self) -> impl Iterator<Item = &'static str> {
        let drifted = |result: &&CaseResult| matches!(result.outcome, Outcome::Drift { .. });
        self.cases.iter().filter(drifted).map(|result| result.id)
    }

    /// Makes the record of a live run that ended at `now`; none of another run, which proves nothing of
    /// Glean.
    #[must_use]
    pub fn record(&self, now: SystemTime) -> Option<Record> {
        let outcomes = self
            .cases
            .iter()
            .map(|result| (result.id.to_owned(), result.outcome.recorded()));
        self.live.then(|| Record::new(now, outcomes.collect()))
    }

    /// Writes the report as JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings and numbers alone: it does not fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Writes the report as JUnit XML, which build servers read.
    #[must_use]
    pub fn to_junit(&self) -> String {
        junit::write(self)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts {
            matched,
            drifted,
            unsupported,
            skipped,
        } = self.counts;
        let server = &self.server;
        writeln!(
            f,
            "{server}: {matched} match, {drifted} drift, {unsupported} unsupported, {skipped} skipped"
        )?;
        for result in &self.cases {
            let id = result.id;
            match &result.outcome {
                Outcome::Match => {}
                Outcome::Drift { differences } => self.write_drift(f, result, differences)?,
                Outcome::Unsupported { reason } => writeln!(f, "\nunsupported {id}: {reason}")?,
                Outcome::Skipped { reason } => writeln!(f, "\nskipped {id}: {reason}")?,
            }
        }
        writeln!(f, "\nWhom the tokens are for was {}.", self.minted_for)?;
        write!(f, "The contract itself is {}.", self.contract)
    }
}

impl Report {
    fn write_drift(
        &self,
        f: &mut fmt::Formatter<'_>,
        result: &CaseResult,
        differences: &[Difference],
    ) -> fmt::Result {
        let CaseResult {
            id,
            title,
            basis,
            source,
            asked,
            ..
        } = result;
        writeln!(f, "\ndrift {id}: {title}")?;
        writeln!(f, "  basis: {basis}, {source}")?;
        writeln!(f, "  asked: {asked}")?;
        for difference in differences {
            writeln!(f, "  {difference}")?;
        }
        writeln!(f, "  rerun: {}", self.rerun(id))
    }

    /// Gives the command that asks a case alone.
    pub(super) fn rerun(&self, id: &str) -> String {
        let live = if self.live { "GLEAN_LIVE=1 " } else { "" };
        format!("{live}fake-glean verify --url {} --case {id}", self.server)
    }
}
