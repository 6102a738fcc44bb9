//! The page in Chromium, with the real Web SDK: what a user's browser does, and what it is given.
//!
//! Needs `chromium` and `chromedriver`, and the SDK as `npm install` brings it; without them every test
//! is ignored, and why is said.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop"
)]

mod browser;
mod driver;
mod scene;
mod trials;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let lack = driver::lack().or_else(scene::lack);
    if let Some(lack) = &lack {
        eprintln!("SKIPPED: the page in Chromium: {lack}");
    }
    let trials = trials::all().into_iter().map(|(name, run)| {
        let test = move || {
            let runtime = tokio::runtime::Builder::new_current_thread();
            let runtime = { runtime }.enable_all().build()?;
            runtime.block_on(run());
            Ok(())
        };
        Trial::test(name, test).with_ignored_flag(lack.is_some())
    });
    libtest_mimic::run(&arguments, trials.collect()).exit_code()
}
