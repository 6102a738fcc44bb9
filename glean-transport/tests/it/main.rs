//! What the crate promises, tried from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attempt;
mod call;
#[cfg(feature = "tracing")]
mod capture;
mod decorators;
mod default_headers;
mod hooks;
#[cfg(all(
    feature = "hyper-rustls-no-provider",
    feature = "reqwest-rustls-no-provider"
))]
mod installed_provider;
#[cfg(feature = "reqwest")]
mod reqwest_backend;
mod retry_budget;
mod retry_send;
#[cfg(feature = "reqwest")]
mod server;
#[cfg(feature = "tokio-spawn")]
mod spawn;
#[cfg(feature = "tower")]
mod tower;
#[cfg(feature = "tracing")]
mod tracing;
