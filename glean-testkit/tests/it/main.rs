//! The fake as its users see it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop"
)]

mod call;
mod clock;
mod contract;
mod credentials;
mod determinism;
mod in_process;
mod ledger;
mod lifetimes;
mod model;
#[cfg(feature = "conformance")]
mod mutants;
mod random_requests;
mod requests;
mod script;
mod secrets;
#[cfg(feature = "wiremock")]
mod socket;
mod verification;
#[cfg(feature = "wire")]
mod wire;
#[cfg(feature = "wiremock")]
mod wiremock_parts;
