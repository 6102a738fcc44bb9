//! What the client promises, tried from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(feature = "reqwest")]
mod example;
mod retries;
