//! What the guide promises: it is whole, it compiles, and its links lead somewhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop"
)]

mod blocks;
mod contract;
mod excerpts;
mod layers;
mod links;
mod markdown;
mod pages;
mod reference;
mod report;
