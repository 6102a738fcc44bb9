//! What the crate promises, tried from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attempt;
#[cfg(feature = "reqwest")]
mod reqwest_backend;
mod retry_budget;
mod retry_send;
#[cfg(feature = "reqwest")]
mod server;
