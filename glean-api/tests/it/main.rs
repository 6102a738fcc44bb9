//! What the client promises, tried from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(feature = "tracing")]
mod debug;
#[cfg(feature = "dioxus")]
mod dioxus;
mod errors;
#[cfg(feature = "reqwest")]
mod example;
#[cfg(feature = "mutation")]
mod mutation;
mod overrides;
mod properties;
mod refusals;
mod replies;
mod retries;
mod retry_budget;
mod secrets;
mod support;
#[cfg(feature = "token-cache")]
mod token_cache;
#[cfg(feature = "reqwest")]
mod wire;
