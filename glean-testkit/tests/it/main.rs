//! The fake as its users see it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop"
)]

// It is stopped by signals.
#[cfg(all(feature = "cli", unix))]
mod binary;
mod call;
mod chaos;
mod clock;
mod contract;
#[cfg(feature = "control")]
mod control;
mod credentials;
mod determinism;
mod faults;
#[cfg(feature = "server")]
mod front;
#[cfg(all(feature = "server", feature = "tls"))]
mod front_tls;
mod in_process;
mod ledger;
mod lifetimes;
#[cfg(feature = "wiremock")]
mod mocks;
mod model;
#[cfg(feature = "conformance")]
mod mutants;
mod random_requests;
mod rate_limits;
mod report;
mod requests;
mod script;
mod secrets;
#[cfg(feature = "control")]
mod settings;
mod snapshot;
#[cfg(feature = "server")]
mod socket;
mod state;
mod verification;
#[cfg(feature = "wire")]
mod wire;
#[cfg(feature = "wiremock")]
mod wiremock_parts;
