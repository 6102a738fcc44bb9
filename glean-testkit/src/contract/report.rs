use std::fmt::{self, Write as _};

use serde::Serialize;

use super::{Basis, Difference};

/// What came of the cases that a server was asked.
///
/// `Display` is for a terminal; [`json`](Self::json) and [`junit`](Self::junit) are for machines.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// One entry a case, in the order of the file.
    pub cases: Vec<CaseReport>,
}

/// What came of one case.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct CaseReport {
    /// The case's id.
    pub id: String,
    /// What the case says.
    pub title: String,
    /// What the case rests on.
    pub basis: Basis,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Outcome {
    /// The server answered as expected.
    Match,
    /// The server answered otherwise.
    Drift {
        /// In what.
        differences: Vec<Difference>,
    },
    /// The server gave no reply.
    Unsupported {
        /// Why.
        reason: String,
    },
    /// The case was not tried.
    Skipped {
        /// Why.
        reason: String,
    },
}

impl Report {
    /// Says whether no case that was tried came out otherwise than expected.
    #[must_use]
    pub fn is_match(&self) -> bool {
        let fits =
            |case: &CaseReport| matches!(case.outcome, Outcome::Match | Outcome::Skipped { .. });
        self.cases.iter().all(fits)
    }

    /// Counts the cases that matched, drifted, were unsupported and were skipped.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for case in &self.cases {
            let index = match case.outcome {
                Outcome::Match => 0,
                Outcome::Drift { .. } => 1,
                Outcome::Unsupported { .. } => 2,
                Outcome::Skipped { .. } => 3,
            };
            counts[index] += 1;
        }
        counts
    }

    /// Writes the report as JSON.
    ///
    /// # Errors
    ///
    /// Returns serde's error, which a report gives no reason for.
    pub fn json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self)
    }

    /// Writes the report as JUnit's XML, one test case a case.
    #[must_use]
    pub fn junit(&self) -> String {
        let [_, drift, unsupported, skipped] = self.counts();
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let tests = self.cases.len();
        // Writing to a string does not fail.
        let _ = writeln!(
            xml,
            "<testsuite name=\"createToken\" tests=\"{tests}\" failures=\"{drift}\" errors=\"{unsupported}\" skipped=\"{skipped}\">"
        );
        for case in &self.cases {
            let (id, title) = (escaped(&case.id), escaped(&case.title));
            let _ = write!(
                xml,
                "  <testcase classname=\"createToken\" name=\"{id}: {title}\""
            );
            let _ = match &case.outcome {
                Outcome::Match => writeln!(xml, "/>"),
                Outcome::Drift { differences } => {
                    let text = lines(differences);
                    writeln!(xml, "><failure>{}</failure></testcase>", escaped(&text))
                }
                Outcome::Unsupported { reason } => {
                    writeln!(xml, "><error>{}</error></testcase>", escaped(reason))
                }
                Outcome::Skipped { reason } => {
                    let reason = escaped(reason);
                    writeln!(xml, "><skipped message=\"{reason}\"/></testcase>")
                }
            };
        }
        xml.push_str("</testsuite>\n");
        xml
    }
}

fn lines(differences: &[Difference]) -> String {
    let lines: Vec<String> = differences.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// Escapes what XML gives a meaning, and replaces what it forbids.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' => escaped.push(c),
            c if c.is_control() || ['\u{fffe}', '\u{ffff}'].contains(&c) => {
                escaped.push(char::REPLACEMENT_CHARACTER);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for case in &self.cases {
            let CaseReport {
                id, title, basis, ..
            } = case;
            match &case.outcome {
                Outcome::Match => writeln!(f, "match        {id}")?,
                Outcome::Skipped { reason } => writeln!(f, "skipped      {id}: {reason}")?,
                Outcome::Unsupported { reason } => writeln!(f, "unsupported  {id}: {reason}")?,
                Outcome::Drift { differences } => {
                    writeln!(f, "DRIFT        {id}: {title} ({basis:?})")?;
                    for difference in differences {
                        writeln!(f, "             {difference}")?;
                    }
                }
            }
        }
        let [matched, drift, unsupported, skipped] = self.counts();
        write!(
            f,
            "{matched} match, {drift} drift, {unsupported} unsupported, {skipped} skipped"
        )
    }
}
