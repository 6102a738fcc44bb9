//! The client against the contract: what it sends and what it concludes, one test for each case.
//!
//! A case for servers is asked of the fake; one for clients is played by a transport.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod asked;
mod conclusion;
mod played;

use std::process::ExitCode;

use glean_api::{ApiResponse, Error, Glean, models::CreateAuthTokenResponse};
use glean_testkit::ManualClock;
use glean_testkit::contract::{self, Case, Subject};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let trial = |case: &'static Case| Trial::test(case.id.clone(), move || run(case));
    let trials = contract::cases().iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// How a call ended, and on which clock.
struct Ended {
    result: Result<ApiResponse<CreateAuthTokenResponse>, Error>,
    clock: ManualClock,
}

fn run(case: &'static Case) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let mut amiss = Vec::new();
    let ended = match &case.subject {
        Subject::Server(server) => runtime.block_on(asked::ask(server)),
        Subject::Client(client) => runtime.block_on(played::play(client, &mut amiss)),
        other => panic!("a new subject: {other:?}"),
    };
    conclusion::compare(&case.client, &ended, &mut amiss);
    if amiss.is_empty() {
        Ok(())
    } else {
        Err(format!("{}:\n  {}", case.title, amiss.join("\n  ")).into())
    }
}

async fn mint(built: Result<Glean, Error>) -> Result<ApiResponse<CreateAuthTokenResponse>, Error> {
    let glean = built?;
    let call = glean.client().authentication().create_token();
    call.send_with_response().await
}
