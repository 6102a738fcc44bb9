//! What carries requests to the rulebook and its replies back. Each is a file; none has rules.

mod in_process;
#[cfg(feature = "wiremock")]
mod wiremock_0_6;

pub use in_process::InProcess;
#[cfg(feature = "wiremock")]
pub(crate) use wiremock_0_6::Server;
