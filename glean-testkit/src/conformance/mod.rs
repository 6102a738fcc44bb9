//! A suite that proves a [`Transport`](glean_transport::Transport): one named test for each rule of
//! the seam's contract, over real sockets.
//!
//! It asserts what a caller relies on: statuses, bytes, kinds of error, and whether the server may have
//! seen the request. It does not look at texts, but for secrets in them. It is *not* a test of HTTP at
//! large: a transport for small JSON replies need not stream, and how it pools is its own affair.
//!
//! # Use
//!
//! The suite is a test target of its own, without the usual harness, so that a rule that your
//! transport declares to be beyond it shows as ignored:
//!
//! ```toml
//! [dev-dependencies]
//! glean-testkit = { version = "*", features = ["conformance"] }
//!
//! [[test]]
//! name = "conformance"
//! harness = false
//! ```
//!
//! ```no_run
//! // tests/conformance.rs
//! use glean_testkit::conformance::Factory;
//! # #[derive(Debug)]
//! # struct MyTransport;
//! # impl MyTransport { fn trusting(_: &str) -> Self { Self } }
//! # #[async_trait::async_trait]
//! # impl glean_transport::Transport for MyTransport {
//! #     async fn send(&self, _: http::Request<bytes::Bytes>)
//! #     -> Result<http::Response<bytes::Bytes>, glean_transport::TransportError> {
//! #         Ok(http::Response::default())
//! #     }
//! # }
//!
//! glean_testkit::conformance!(Factory::new(|setup| {
//!     MyTransport::trusting(&setup.root_certificate_pem())
//! }));
//! ```
//!
//! ```text
//! cargo test --test conformance
//! cargo test --test conformance -- redirects_are_not_followed
//! ```
//!
//! Each rule gets a transport of its own, and a thread with a tokio runtime to run it on. A rule that
//! waits in vain fails after the [`patience`](Factory::patience) of the factory; none passes or fails
//! by how fast the machine is.
//!
//! To look at outcomes in code, ask each [`Rule`] of [`RULES`] for its own by
//! [`check`](Rule::check):
//!
//! ```
//! use glean_testkit::FakeGlean;
//! use glean_testkit::conformance::{Factory, Outcome, RULES};
//!
//! // The fake in process answers from memory: it opens no socket, and breaks most rules.
//! let glean = FakeGlean::builder().lenient().in_process();
//! let factory = Factory::new(move |_| glean.transport());
//! let rule = RULES.iter().find(|rule| rule.name() == "a_refused_connection_was_not_used");
//! let outcome = rule.map(|rule| rule.check(&factory));
//! assert!(matches!(outcome, Some(Outcome::Failed(_))));
//! ```

mod capability;
mod case;
mod factory;
mod harness;
mod rule;
mod rules;
mod setup;
mod violation;

pub use capability::Capability;
pub use factory::Factory;
pub use harness::main;
pub use rule::{Outcome, Rule};
pub use rules::RULES;
pub use setup::Setup;
pub use violation::Violation;

/// Writes the `main` of a test target that proves a transport: one test for each rule of
/// [`RULES`](crate::conformance::RULES).
///
/// It takes a [`Factory`](crate::conformance::Factory), or several by name: `hyper => factory, …` has the
/// tests `hyper::any_status_is_a_success` and so on. See [`conformance`](mod@crate::conformance).
#[macro_export]
macro_rules! conformance {
    ($factory:expr $(,)?) => {
        fn main() -> ::std::process::ExitCode {
            $crate::conformance::main([("", $factory)])
        }
    };
    ($($(#[$attribute:meta])* $name:ident => $factory:expr),+ $(,)?) => {
        fn main() -> ::std::process::ExitCode {
            $crate::conformance::main(
                [$($(#[$attribute])* (::core::stringify!($name), $factory)),+]
            )
        }
    };
}
