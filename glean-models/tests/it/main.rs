//! The integration tests of `glean-models`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod auth_token;
mod auth_type;
mod create_auth_token_response;
#[cfg(feature = "std")]
mod expiry;
mod fixtures;
mod json_value;
mod no_std;
mod problem_details;
mod reading;
mod secrets;
