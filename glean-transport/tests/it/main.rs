//! What the crate promises, tried from outside.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
