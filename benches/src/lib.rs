//! Benchmarks of the client against the same calls written by hand, and of the fake against wiremock.
//!
//! This library makes the cases. The benchmark `create_token` times those of the client and has valgrind
//! count their instructions; the binary `count-allocations` counts their allocations. The benchmark
//! `fake` times those of the fake. `docs/performance.md` holds the figures and says what each line is.

mod case;
mod codec;
mod cold_start;
mod decorated;
#[cfg(feature = "fake")]
pub mod fake;
mod group;
mod in_memory;
mod loopback;
mod reply;
pub mod server;
pub mod timing;
pub mod token_cache;

pub use case::Case;
pub use group::Group;

/// The result of whatever can fail here.
pub type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;
