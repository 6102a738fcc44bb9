use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::http_date::http_date;

/// `null` until a run against a tenant is recorded there.
const JSON: &str = include_str!("../../contract/record.json");

#[expect(
    clippy::expect_used,
    reason = "the file is part of this crate, and a test reads it"
)]
static RECORD: LazyLock<Option<Record>> =
    LazyLock::new(|| serde_json::from_str(JSON).expect("the record is JSON of its form"));

/// What came of a run against a real tenant: a date, and each case's outcome.
///
/// It holds no server, no credential, no token and nothing of what the server said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Record {
    /// The day of the run in UTC, `YYYY-MM-DD`.
    pub date: String,
    /// The version of this crate whose cases were asked.
    pub testkit: String,
    /// The outcomes, by the ids of the cases.
    pub cases: BTreeMap<String, RecordedOutcome>,
}

/// What came of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum RecordedOutcome {
    /// The tenant's reply was as expected.
    Match,
    /// It was not.
    Drift,
    /// The tenant could not be asked.
    Unsupported,
    /// The tenant was not asked.
    Skipped,
}

impl Record {
    pub(super) fn new(now: SystemTime, cases: BTreeMap<String, RecordedOutcome>) -> Self {
        Self {
            date: day(now),
            testkit: env!("CARGO_PKG_VERSION").to_owned(),
            cases,
        }
    }

    /// Counts the cases that matched.
    #[must_use]
    pub fn matched(&self) -> usize {
        self.count(RecordedOutcome::Match)
    }

    /// Counts the cases that the tenant was asked.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.matched() + self.count(RecordedOutcome::Drift)
    }

    /// Says in a clause what the run proves, as in `verified on 2026-11-24: 30 of 31 cases matched`.
    #[must_use]
    pub fn provenance(&self) -> String {
        let (date, matched, asked) = (&self.date, self.matched(), self.asked());
        format!("verified on {date}: {matched} of {asked} cases matched")
    }

    /// Writes the record as JSON, in the form of `contract/record.json`.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings and words alone: it does not fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    fn count(&self, wanted: RecordedOutcome) -> usize {
        let outcomes = self.cases.values();
        outcomes.filter(|outcome| **outcome == wanted).count()
    }
}

/// Gives the record of the last run against a tenant, if there was one.
#[must_use]
pub fn record() -> Option<&'static Record> {
    RECORD.as_ref()
}

/// Says in a clause what is known of the contract's truth.
///
/// ```
/// use glean_testkit::contract;
///
/// if contract::record().is_none() {
///     assert_eq!(contract::provenance(), "unverified: no run against a tenant is recorded");
/// }
/// ```
#[must_use]
pub fn provenance() -> String {
    match record() {
        Some(record) => record.provenance(),
        None => "unverified: no run against a tenant is recorded".to_owned(),
    }
}

/// Writes the day, `YYYY-MM-DD`, of what HTTP can spell: `Tue, 24 Nov 2026 05:40:00 GMT`.
fn day(time: SystemTime) -> String {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let date = http_date(time);
    let date = date.to_str().unwrap_or_default();
    let part = |range| date.get(range).unwrap_or_default();
    let month = MONTHS.find(part(8..11)).unwrap_or_default() / 3 + 1;
    format!("{}-{month:02}-{}", part(12..16), part(5..7))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn a_day_is_written_as_iso_8601_has_it() {
        for (seconds, expected) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (1_795_498_800, "2026-11-24"),
            (1_798_761_599, "2026-12-31"),
        ] {
            assert_eq!(day(UNIX_EPOCH + Duration::from_secs(seconds)), expected);
        }
    }
}
