//! What carries requests to the rulebook and its replies back. Each is a file; none has rules.

mod framing;
#[cfg(feature = "server")]
mod front;
mod in_process;
#[cfg(feature = "wiremock")]
pub(crate) mod wiremock_0_6;

#[cfg(feature = "server")]
pub(crate) use front::Server;
pub use in_process::InProcess;
#[cfg(feature = "wiremock")]
pub(crate) use wiremock_0_6::Mocks;
