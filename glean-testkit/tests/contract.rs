//! The rulebook, case by case of the contract.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::ExitCode;

use glean_testkit::FakeGlean;
use glean_testkit::contract::{self, Credentials, Outcome, Verifier};
use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let fake = FakeGlean::builder().lenient().in_process();
    let verifier = Verifier::new(fake.transport(), fake.url()).credentials(Credentials::magic());
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let report = runtime
        .expect("a runtime")
        .block_on(verifier.run_with(|| Some(fake.ledger())));
    let trials = report.cases.into_iter().map(|case| {
        Trial::test(case.id, move || match case.outcome {
            Outcome::Match => Ok(()),
            outcome => Err(format!("{}: {outcome:?}", case.title).into()),
        })
    });
    let trials: Vec<Trial> = trials.collect();
    assert!(trials.len() < contract::cases().len());
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
