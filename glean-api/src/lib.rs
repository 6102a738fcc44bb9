//! The client for Glean's `createToken` operation.
//!
//! A backend holds a long-lived Glean credential; `createToken` mints a short-lived token for one
//! signed-in user, which that user's browser hands to the Glean Web SDK.
//!
//! ```
//! use glean_api::Glean;
//! # use glean_testkit::FakeGlean;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let rt = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
//! # rt.block_on(async {
//! # let fake = FakeGlean::in_process();
//! # let (server_url, transport, token) = (fake.url(), fake.transport(), "glean_global");
//! let glean = Glean::builder()
//!     .server_url(server_url) // or `.instance("acme")`
//!     .api_token(token)
//! #   .transport(transport)
//! #   .sleep(fake.clock().clone())
//!     .build()?;
//! let minted = glean.client().authentication().create_token().act_as("ada@example.com").await?;
//! assert!(!minted.is_expired(std::time::SystemTime::now()));
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! It is *not* a client for the rest of Glean's API, and a call mints a token each time; the feature
//! `token-cache` adds a cache. It knows no HTTP library; a [`Transport`](glean_transport::Transport) sends its requests,
//! reqwest's by default.
//!
//! # Three ways in
//!
//! - `glean.client().authentication().create_token()`, as above;
//! - the standalone function [`funcs::client_authentication_create_token`];
//! - [`CreateToken`](client::authentication::CreateToken), which makes the request and reads the
//!   reply, and leaves the sending to you: for a blocking client, or none.
//!
//! # Secrets
//!
//! Credentials and minted tokens are in no `Debug`, `Display`, log or panic of this crate. Error
//! replies are shown with the credential scrubbed; a reply of 200 is never shown.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `reqwest` | yes | the default backend, over reqwest with rustls; brings `tokio` along |
//! | `hyper` | no | a lighter backend, over hyper with rustls, to be given to the builder; brings `tokio` along |
//! | `reqwest-native-tls` | no | reqwest with the platform's TLS library |
//! | `reqwest-rustls-no-provider` | no | reqwest with rustls on the provider that you install |
//! | `hyper-rustls-no-provider` | no | hyper with rustls on the provider that you install |
//! | `http2` | no | HTTP/2 for whichever backend is on, by ALPN |
//! | `token-cache` | no | `token_cache::TokenCache`: users' tokens in memory, minted once for all who ask; brings `tokio` along |
//! | `redis` | no | `token_cache::store::redis_1::RedisTokenStore`: replicas share tokens, encrypted; with `token-cache` |
//! | `tower` | no | tower services as transports, and transports as services |
//! | `tokio` | with a backend | tokio's timer for time-outs and retries |
//! | `tracing` | no | a span for each attempt, asked for by `debug(true)` or `GLEAN_DEBUG` |
//! | `mutation` | no | what a user interface binds to: a call as a state, by the model of TanStack Query |
//! | `dioxus` | no | a hook on it for Dioxus; brings `mutation` and Dioxus's core, without a renderer |
//!
//! Without features there is no HTTP client, no TLS and no tokio in the tree; a client then needs
//! [`transport`](GleanBuilder::transport), and does not compile without it.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod call;
pub mod client;
pub mod credential;
mod decode;
#[cfg(feature = "dioxus")]
#[cfg_attr(docsrs, doc(cfg(feature = "dioxus")))]
pub mod dioxus_0_7;
mod env;
mod error;
mod execute;
pub mod funcs;
mod glean;
mod glean_core;
#[cfg(feature = "mutation")]
#[cfg_attr(docsrs, doc(cfg(feature = "mutation")))]
pub mod mutation;
pub mod operation;
pub mod options;
mod response;
mod server;
#[cfg(feature = "token-cache")]
#[cfg_attr(docsrs, doc(cfg(feature = "token-cache")))]
pub mod token_cache;

pub use builder::{DefaultTransport, GleanBuilder};
pub use call::Call;
pub use error::{Error, ErrorKind, GleanError};
pub use glean::Glean;
pub use glean_core::GleanCore;
pub use glean_models as models;
pub use glean_transport as transport;
pub use options::RequestOptions;
pub use response::ApiResponse;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
