//! Tokens shared through a real Redis. Without `redis-server` on this machine each test is shown as ignored.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod outage;
mod server;
mod sharing;
mod stage;

use std::future::Future;
use std::process::ExitCode;
use std::time::Duration;

use libtest_mimic::{Arguments, Trial};

use server::RedisServer;

fn main() -> ExitCode {
    let trials = vec![
        trial(
            "replicas_mint_once_together",
            sharing::replicas_mint_once_together,
        ),
        trial(
            "a_token_is_kept_as_long_as_it_lives",
            sharing::a_token_is_kept_as_long_as_it_lives,
        ),
        trial(
            "redis_holds_no_token_and_no_user",
            sharing::redis_holds_no_token_and_no_user,
        ),
        trial(
            "another_key_finds_nothing",
            sharing::another_key_finds_nothing,
        ),
        trial(
            "what_was_tampered_with_is_minted_anew",
            sharing::what_was_tampered_with_is_minted_anew,
        ),
        trial(
            "an_invalidated_token_is_removed",
            sharing::an_invalidated_token_is_removed,
        ),
        trial(
            "a_lock_is_free_when_its_lease_is_over",
            sharing::a_lock_is_free_when_its_lease_is_over,
        ),
        trial(
            "a_replica_that_dies_holds_up_no_other",
            outage::a_replica_that_dies_holds_up_no_other,
        ),
        trial(
            "a_redis_that_goes_away_is_used_again",
            outage::a_redis_that_goes_away_is_used_again,
        ),
        trial(
            "a_redis_that_was_never_there_is_done_without",
            outage::a_redis_that_was_never_there_is_done_without,
        ),
        trial(
            "no_error_holds_the_password",
            outage::no_error_holds_the_password,
        ),
    ];
    let missing = !RedisServer::is_installed();
    if missing {
        eprintln!("SKIPPED: all tests over Redis: redis-server is not installed");
    }
    let trials = trials
        .into_iter()
        .map(|trial| trial.with_ignored_flag(missing))
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

fn trial<F: Future<Output = ()> + 'static>(name: &str, test: fn() -> F) -> Trial {
    Trial::test(name, move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()?;
        // Against a hang alone.
        let done =
            runtime.block_on(async { tokio::time::timeout(Duration::from_secs(60), test()).await });
        Ok(done?)
    })
}
