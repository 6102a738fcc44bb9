//! A fake Glean server for `createToken`: test your service against the contract, without a tenant.
//!
//! [`FakeGlean`] holds users, credentials in every state, token lifetimes, a script of replies and a
//! ledger of what was minted for whom. It is reached over a loopback socket (`FakeGlean::start`) or
//! in process, by a [`Transport`](glean_transport::Transport) without a socket or a runtime
//! ([`FakeGlean::in_process`]); the rules are the same, for both ask one [`GleanModel`]. Time comes
//! from a [`ManualClock`], which is also a client's clock and sleep, and tokens come from a seed.
//!
//! **The fake is unverified.** It follows Glean's public OpenAPI document, its developer
//! documentation and its official clients; no run against a real tenant is recorded yet. Where they
//! are silent it assumes, and each rule in the code names its basis.
//!
//! A script has [replies](Reply) and [faults](Fault): resets, silence, half a reply. [`RateLimits`],
//! [`Chaos`] and latency are off unless asked for.
//!
//! What it follows is data: [`contract`] lists the contract case by case, asks any server the same
//! cases, and writes them as OpenAPI and Pact.
//!
//! The binary `fake-glean` serves the fake to tests in any language, and verifies servers that claim to be
//! Glean; `fake-glean --help` says how.
//!
//! The fake is *not* a Glean client, and not a general mock server: it knows this one operation. The
//! module `wire` is a server that knows nothing of Glean and plays scripts of bytes and faults.
//!
//! ```
//! use std::time::Duration;
//! use bytes::Bytes;
//! use glean_testkit::{CredentialKind, CredentialState, FakeGlean};
//! use glean_transport::Transport;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let rt = tokio::runtime::Builder::new_current_thread().build()?;
//! # rt.block_on(async {
//! let glean = FakeGlean::builder().token_lifetime(Duration::from_secs(600)).in_process();
//! let call = |credential: &str| {
//!     http::Request::post(format!("{}/rest/api/v1/createauthtoken", glean.url()))
//!         .header("authorization", format!("Bearer {credential}"))
//!         .body(Bytes::new())
//! };
//!
//! let minted = glean.transport().send(call(glean.credential(CredentialKind::User))?).await?;
//! assert_eq!(minted.status(), 200);
//! assert_eq!(glean.ledger().minted_for("ada@example.com"), 1);
//!
//! let expired = glean.credential_in(CredentialKind::User, CredentialState::Expired);
//! let refused = glean.transport().send(call(expired)?).await?;
//! assert_eq!(refused.status(), 401);
//! assert_eq!(refused.headers()["x-glean-testkit-mismatch"], "the credential has expired");
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! # Features
//!
//! | feature | default | adds | brings |
//! | --- | --- | --- | --- |
//! | `server` | by `wiremock` | `FakeGlean::start`, `FakeGlean::blocking`, `FakeGlean::wait_for` | hyper, tokio, socket2 |
//! | `wiremock` | yes | `FakeGlean::mock_server`: mocks for all other paths, `wiremock_0_6`, and `server` | wiremock |
//! | `control` | by `cli` | [`ModelConfig::from_json`], and [`control`] of a running fake over HTTP | serde_path_to_error |
//! | `cli` | yes | the binary `fake-glean` | clap, hyper's client |
//! | `cli-tls` | no | the same over TLS | rustls on aws-lc, rcgen |
//! | `wire` | no | `wire`: scripts of bytes and faults on a loopback socket | tokio, socket2 |
//! | `tls` | no | `wire::tls`: certificates made on the spot, also for the fake, and `wire` | rustls on aws-lc, rcgen |
//! | `conformance` | no | `conformance!`: a suite that proves a `Transport`, and `tls` | libtest-mimic |
//!
//! Without them the crate carries no HTTP library and no tokio.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod caller;
mod carrier;
mod chaos;
mod clock;
#[cfg(feature = "conformance")]
#[cfg_attr(docsrs, doc(cfg(feature = "conformance")))]
pub mod conformance;
pub mod contract;
#[cfg(feature = "control")]
#[cfg_attr(docsrs, doc(cfg(feature = "control")))]
pub mod control;
mod credential;
mod fake;
mod fault;
mod fingerprint;
mod http_date;
pub mod journal;
pub mod ledger;
mod model;
mod quote;
mod rate_limits;
mod recent;
mod reply;
mod rules;
mod script;
mod secrets;
#[cfg(any(feature = "server", feature = "wire"))]
mod serving_thread;
#[cfg(feature = "control")]
mod settings;
mod skew;
#[cfg(any(feature = "server", feature = "wire"))]
mod stream;
mod verification;
#[cfg(feature = "wire")]
#[cfg_attr(docsrs, doc(cfg(feature = "wire")))]
pub mod wire;
#[cfg(feature = "wiremock")]
#[cfg_attr(docsrs, doc(cfg(feature = "wiremock")))]
pub mod wiremock_0_6;

pub use carrier::InProcess;
pub use chaos::Chaos;
pub use clock::ManualClock;
pub use credential::{Credential, CredentialKind, CredentialState};
pub use fake::{FakeGlean, FakeGleanBuilder, WaitError};
pub use fault::{Fault, Phase};
pub use fingerprint::Fingerprint;
pub use model::{GleanModel, ModelConfig};
pub use rate_limits::{RateLimit, RateLimits, RetryAfterForm};
pub use reply::Reply;
pub use script::Step;
#[cfg(feature = "control")]
#[cfg_attr(docsrs, doc(cfg(feature = "control")))]
pub use settings::ConfigError;
pub use skew::Skew;
pub use verification::VerificationError;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
