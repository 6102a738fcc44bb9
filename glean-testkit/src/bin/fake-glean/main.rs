//! `fake-glean`: the fake Glean server for tests in any language, and a verifier of servers that claim to
//! be Glean.

mod args;
mod client;
mod credentials;
mod event_loop;
mod export;
mod failure;
mod ledger;
mod log;
mod output;
mod serve;
mod verify;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Serve(args) => serve::serve(&args),
        Command::Verify(args) => verify::verify(&args),
        Command::Cases(args) => export::cases(&args),
        Command::Pact(args) => export::pact(&args),
        Command::Openapi => export::openapi(),
    };
    match done {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
