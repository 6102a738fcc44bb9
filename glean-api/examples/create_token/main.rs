//! Mints a token: from the fake Glean server, or, with the environment set, from a tenant.
//!
//! `cargo run --example create_token -- --help` tells the rest.

mod arguments;
mod failure;
mod report;
mod target;
mod trace;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use glean_api::models::CreateAuthTokenResponse;
use glean_api::{ApiResponse, Error};

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::target::Target;

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    trace::start();
    match run(&arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Where nobody listens any more, there is nobody to tell.
            let _ = writeln!(io::stderr(), "{failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let target = Target::choose(arguments)
        .await
        .map_err(|error| Failure::of_settings(&error))?;
    let minted = mint(&target, arguments)
        .await
        .map_err(|error| Failure::of_call(&error))?;
    let printed = if arguments.json {
        report::json(&minted.value)
    } else {
        report::text(&target, &minted)
    };
    printed.map_err(|error| Failure::of_output(&error))
}

async fn mint(
    target: &Target,
    arguments: &Arguments,
) -> Result<ApiResponse<CreateAuthTokenResponse>, Error> {
    let call = target.glean.client().authentication().create_token();
    call.options(arguments.options(target.act_as.as_deref()))
        .send_with_response()
        .await
}
