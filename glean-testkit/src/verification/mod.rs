mod evidence;
mod ledger;
mod nearest;
mod refusals;
mod rerun;
mod timeline;

use std::error::Error;
use std::fmt;

use crate::journal::ReceivedRequest;

pub(crate) use evidence::Evidence;

/// What strict verification found amiss.
///
/// `Display` is the whole report, and so is `Debug`, which is what an `unwrap` shows. It lists
///
/// - each request that was no createToken call as the contract wants it, with the
///   [case](crate::contract::Case) by which it is refused and its differences, field by field, from the nearest
///   one that mints;
/// - the steps of the script that no call took;
/// - requests that were refused as the contract foresees, told in the same way;
/// - what came and went when, and which replies were lost;
/// - whom tokens were minted for;
/// - the seed, where the fake was made and verified, and how to run the test again.
///
/// Neither a credential nor a minted token is in it, and nothing else of the caller's that may be a
/// secret: that is shown by its [fingerprint](crate::Fingerprint).
#[derive(Clone)]
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

impl fmt::Debug for VerificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report)
    }
}

impl Error for VerificationError {}

/// How many entries of a list a report has.
const LISTED: usize = 20;

fn write_rest(out: &mut String, count: usize) -> fmt::Result {
    use fmt::Write;
    match count {
        0 => Ok(()),
        count => write!(out, "\n  … and {count} more"),
    }
}
