use std::error::Error;
use std::fmt::{self, Write};

use crate::contract::provenance;
use crate::journal::{Journal, ReceivedRequest};
use crate::ledger::Ledger;
use crate::script::Script;

/// How many requests a report lists.
const LISTED: usize = 20;

/// What strict verification found amiss; `Display` is the whole report.
#[derive(Clone, Debug)]
pub struct VerificationError {
    unmatched: Vec<ReceivedRequest>,
    steps_left: usize,
    report: String,
}

impl VerificationError {
    /// Gives the requests that were no createToken calls as the contract wants them, and that are
    /// still [kept](crate::ModelConfig::keep_last).
    #[must_use]
    pub fn unmatched(&self) -> &[ReceivedRequest] {
        &self.unmatched
    }

    /// Counts the steps of the script that no call took.
    #[must_use]
    pub fn steps_left(&self) -> usize {
        self.steps_left
    }
}

impl fmt::Display for VerificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report)
    }
}

impl Error for VerificationError {}

pub(crate) fn verify(
    journal: &Journal,
    script: &Script,
    ledger: &Ledger,
    seed: u64,
) -> Result<(), VerificationError> {
    let unmatched: Vec<_> = journal
        .requests()
        .iter()
        .filter(|request| request.is_unmatched())
        .cloned()
        .collect();
    let steps_left = script.left().len();
    if journal.unmatched() == 0 && steps_left == 0 {
        return Ok(());
    }
    let mut report = String::new();
    // Writing to a string does not fail.
    let _ = write_report(&mut report, journal, script, ledger, seed);
    Err(VerificationError {
        unmatched,
        steps_left,
        report,
    })
}

fn write_report(
    out: &mut String,
    journal: &Journal,
    script: &Script,
    ledger: &Ledger,
    seed: u64,
) -> fmt::Result {
    let requests = journal.requests();
    write!(
        out,
        "the fake Glean server did not see what the contract wants:"
    )?;
    let unmatched = requests.iter().filter(|request| request.is_unmatched());
    let mut listed = 0;
    for request in unmatched.take(LISTED) {
        write!(out, "\n  - {}", line(request))?;
        listed += 1;
    }
    write_rest(out, journal.unmatched() - listed)?;
    let left: Vec<_> = script.left().map(ToString::to_string).collect();
    match left.len() {
        0 => {}
        1 => write!(
            out,
            "\n  - the script has 1 step left that no call took: {}",
            left[0]
        )?,
        n => write!(
            out,
            "\n  - the script has {n} steps left that no call took: {}",
            left.join(", ")
        )?,
    }

    match journal.total() {
        0 => write!(out, "\nno request was received")?,
        n => write!(out, "\nrequests received: {n}")?,
    }
    for request in requests.iter().take(LISTED) {
        write!(out, "\n  {}", line(request))?;
    }
    write_rest(out, journal.total() - requests.len().min(LISTED))?;

    write!(out, "\ntokens minted: {}", ledger.len())?;
    let by_user = ledger.by_user();
    for (user, count) in by_user.iter().take(LISTED) {
        write!(out, "\n  for {user}: {count}")?;
    }
    write_rest(out, by_user.len().saturating_sub(LISTED))?;
    write!(out, "\nseed: {seed}\nthis fake is {}", provenance())
}

fn line(request: &ReceivedRequest) -> String {
    let ReceivedRequest {
        number,
        method,
        path,
        status,
        fault,
        ..
    } = request;
    let answered = format!(
        "request {number}: {method} {path} was answered {}",
        status.as_u16()
    );
    let answered = match fault {
        Some(fault) => format!("{answered} with {fault}"),
        None => answered,
    };
    match request.mismatch() {
        Some(why) => format!("{answered}: {why}"),
        None => answered,
    }
}

fn write_rest(out: &mut String, count: usize) -> fmt::Result {
    if count == 0 {
        Ok(())
    } else {
        write!(out, "\n  … and {count} more")
    }
}
