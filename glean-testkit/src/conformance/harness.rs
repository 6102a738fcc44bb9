use std::process::ExitCode;

use libtest_mimic::{Arguments, Completion, Trial};

use super::{Factory, Outcome, RULES, Rule};

/// Runs the suite as a test target without the usual harness, with the arguments of one.
///
/// Each factory comes with the name that its tests begin with; an empty one is left out.
/// [`conformance!`](crate::conformance!) writes the call.
#[must_use]
pub fn main(factories: impl IntoIterator<Item = (&'static str, Factory)>) -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = factories.into_iter().flat_map(|(name, factory)| {
        let trial = move |rule: &'static Rule| trial(name, rule, factory.clone());
        RULES.iter().map(trial)
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}

fn trial(name: &str, rule: &'static Rule, factory: Factory) -> Trial {
    let name = match name {
        "" => rule.name().to_owned(),
        name => format!("{name}::{}", rule.name()),
    };
    Trial::ignorable_test(name, move || match rule.check(&factory) {
        Outcome::Passed => Ok(Completion::Completed),
        Outcome::Failed(violation) => Err(violation.into()),
        Outcome::Skipped { capability, reason } => Ok(Completion::ignored_with(format!(
            "it can't {capability}: {reason}"
        ))),
    })
}
