//! The service by HTTP, without a browser: every status, every header, and what never goes out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop"
)]

mod binary;
mod counters;
mod log;
mod page;
mod problems;
mod same_origin;
mod scene;
mod sessions;
mod stop;
mod token;
