use std::fmt::{self, Write};

use super::nearest::Examples;
use super::refusals::Refusals;
use super::{VerificationError, ledger, rerun, timeline};
use crate::caller::Caller;
use crate::contract::provenance;
use crate::journal::{Journal, Outcome};
use crate::ledger::Ledger;
use crate::script::Script;
use crate::{Chaos, ModelConfig};

/// What a verification looks at.
pub(crate) struct Evidence<'a> {
    pub(crate) journal: &'a Journal,
    pub(crate) script: &'a Script,
    pub(crate) ledger: &'a Ledger,
    pub(crate) config: &'a ModelConfig,
    /// Who made the fake.
    pub(crate) made: &'a Caller,
    /// Who verifies it; nobody in particular when it is dropped.
    pub(crate) caller: Option<&'a Caller>,
}

impl Evidence<'_> {
    pub(crate) fn judge(&self) -> Result<(), VerificationError> {
        let steps_left = self.script.left().len();
        if self.journal.unmatched() == 0 && steps_left == 0 {
            return Ok(());
        }
        let requests = self.journal.requests().iter();
        let unmatched = requests.filter(|request| request.is_unmatched());
        let mut report = String::new();
        // Writing to a string does not fail.
        let _ = self.write_report(&mut report);
        Err(VerificationError {
            unmatched: unmatched.cloned().collect(),
            steps_left,
            report,
        })
    }

    fn write_report(&self, out: &mut String) -> fmt::Result {
        let requests = self.journal.requests();
        let examples = Examples::below(&self.config.path_prefix);
        write!(
            out,
            "the fake Glean server did not see what the contract wants:"
        )?;
        let mut unmatched = Refusals::default();
        let mut foreseen = Refusals::default();
        for request in requests {
            match request.outcome {
                Outcome::Unmatched(_) => unmatched.add(request),
                Outcome::Refused(_) => foreseen.add(request),
                _ => {}
            }
        }
        unmatched.count_all(self.journal.unmatched());
        unmatched.write(out, &examples)?;
        self.write_steps_left(out)?;
        if !foreseen.is_empty() {
            write!(out, "\nrefused, as the contract foresees:")?;
            foreseen.write(out, &examples)?;
        }
        timeline::write(out, self.journal, self.ledger)?;
        ledger::write(out, self.ledger)?;
        self.write_origin(out)
    }

    fn write_steps_left(&self, out: &mut String) -> fmt::Result {
        let left: Vec<_> = self.script.left().map(ToString::to_string).collect();
        let count = match left.len() {
            0 => return Ok(()),
            1 => "1 step".to_owned(),
            count => format!("{count} steps"),
        };
        let left = left.join(", ");
        write!(
            out,
            "\n  - the script has {count} left that no call took: {left}"
        )
    }

    fn write_origin(&self, out: &mut String) -> fmt::Result {
        write!(out, "\nseed: {}", self.config.seed)?;
        let of_chaos = self.config.chaos.as_ref().and_then(Chaos::own_seed);
        if let Some(seed) = of_chaos {
            write!(out, ", and of chaos {seed}")?;
        }
        write!(out, "\nmade at {}", self.made)?;
        match self.caller {
            Some(caller) => write!(out, "\nverified at {caller}")?,
            None => write!(out, "\nverified when it was dropped")?,
        }
        let here = Caller::here();
        // The test that looks is the one that fails; a fake may be shared, or dropped elsewhere.
        let test = here.test().or_else(|| self.made.test());
        if let Some(line) = test.map(rerun::line) {
            write!(out, "\nrerun: {line}")?;
        }
        write!(out, "\nthis fake is {}", provenance())
    }
}
