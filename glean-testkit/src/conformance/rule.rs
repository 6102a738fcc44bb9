use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;

use super::case::Case;
use super::violation::Seen;
use super::{Capability, Factory, Setup, Violation};

pub(super) type Verdict = Result<(), Seen>;
type Check = fn(Case) -> Pin<Box<dyn Future<Output = Verdict>>>;

/// A rule of the transport's contract, with the test that proves it.
#[derive(Clone, Copy)]
pub struct Rule {
    pub(super) name: &'static str,
    pub(super) clause: &'static str,
    pub(super) needs: &'static [Capability],
    pub(super) check: Check,
}

/// What came of a rule.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The transport keeps the rule.
    Passed,
    /// The transport breaks the rule.
    Failed(Violation),
    /// The rule was not tried: the factory declared that the transport can't do what it needs.
    Skipped {
        /// What the transport can't do.
        capability: Capability,
        /// Why, in the factory's words.
        reason: &'static str,
    },
}

impl Rule {
    /// Gives the rule's name, which is that of its test.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Says what the rule asks of a transport.
    #[must_use]
    pub fn clause(&self) -> &'static str {
        self.clause
    }

    /// Gives what a transport must be able to do for the rule to be tried.
    #[must_use]
    pub fn needs(&self) -> &'static [Capability] {
        self.needs
    }

    /// Tries the rule on a transport of the factory's.
    ///
    /// It runs on a thread of its own, so that it may be called from anywhere, and blocks until the
    /// outcome is there.
    #[must_use]
    pub fn check(&self, factory: &Factory) -> Outcome {
        if let Some((capability, reason)) = factory.missing(self.needs) {
            return Outcome::Skipped { capability, reason };
        }
        match self.run(factory) {
            Ok(()) => Outcome::Passed,
            Err(seen) => Outcome::Failed(Violation::new(self.name, self.clause, seen)),
        }
    }

    fn run(&self, factory: &Factory) -> Verdict {
        let progress = Arc::new(AtomicUsize::new(0));
        let (done, verdict) = mpsc::channel();
        let (mine, factory, check) = (Arc::clone(&progress), factory.clone(), self.check);
        // Whatever is waited for ends within the factory's patience, unless the executor is blocked.
        let patience = factory.waits() * 2;
        let trial = move || {
            // Should nobody wait any more, nobody wants to know.
            let _ = done.send(on_runtime(&factory, check, mine));
        };
        let trial = thread::Builder::new().name(self.name.into()).spawn(trial)?;
        let mut seen = 0;
        loop {
            match verdict.recv_timeout(patience) {
                Ok(verdict) => return verdict,
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    let now = progress.load(Ordering::Relaxed);
                    if now == seen {
                        return Err(
                            "the transport blocked the executor, and never gave it back".into()
                        );
                    }
                    seen = now;
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    return match trial.join() {
                        Ok(()) => Err("the suite gave no verdict".into()),
                        Err(panic) => {
                            Err(format!("the transport panicked: {}", text(&*panic)).into())
                        }
                    };
                }
            }
        }
    }
}

fn on_runtime(factory: &Factory, check: Check, progress: Arc<AtomicUsize>) -> Verdict {
    // One thread for the transport and for what runs beside it: who blocks, is found out.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let setup = Setup::new().map_err(Seen::from)?;
    let verdict = runtime.block_on(async {
        let case = Case::new(factory, setup, progress);
        check(case).await
    });
    // A transport may have left work on the pool for blocking tasks; nobody waits for it.
    runtime.shutdown_background();
    verdict
}

fn text(panic: &(dyn std::any::Any + Send)) -> &str {
    let owned = panic.downcast_ref().map(String::as_str);
    owned
        .or_else(|| panic.downcast_ref().copied())
        .unwrap_or("without a message")
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule")
            .field("name", &self.name)
            .field("clause", &self.clause)
            .field("needs", &self.needs)
            .finish_non_exhaustive()
    }
}

/// Makes a [`Rule`] of an async function, which has its name.
macro_rules! rule {
    ($name:ident, $clause:literal $(, $need:ident)* $(,)?) => {
        $crate::conformance::Rule {
            name: stringify!($name),
            clause: $clause,
            needs: &[$($crate::conformance::Capability::$need),*],
            check: |case| Box::pin($name(case)),
        }
    };
}

pub(super) use rule;
