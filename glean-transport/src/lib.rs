//! A pluggable HTTP transport: one small seam, its error, and retries that respect a deadline.
//!
//! [`Transport`] takes an [`http::Request`] with its whole body and gives the whole reply. Around
//! it stand the parts that any client of a small JSON API needs and that are easily got wrong:
//! [`retry`] with backoff, `Retry-After` and a deadline, and [`time`] behind two traits, so that
//! tests never sleep. [`TransportExt`] puts [hooks, default headers and tracing](decorate) around
//! any transport.
//!
//! It is *not* an HTTP client of its own: a backend brings one, each by a feature, or your own
//! code does. It knows nothing of Glean, it does not stream bodies, and it follows no redirects.
//!
//! ```
//! use bytes::Bytes;
//! use glean_transport::{Transport, TransportError, transport_fn};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let echo = transport_fn(|request: http::Request<Bytes>| async move {
//!     Ok::<_, TransportError>(http::Response::new(request.into_body()))
//! });
//! let request = http::Request::post("https://api.example.com/echo").body(Bytes::from("hello"))?;
//! # let rt = tokio::runtime::Builder::new_current_thread().build()?;
//! # rt.block_on(async {
//! let response = echo.send(request).await?;
//! assert_eq!(response.body(), "hello");
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! # Features
//!
//! No feature is on by default; without any, the crate carries no HTTP client, no TLS and no tokio.
//!
//! | feature | adds | brings |
//! | --- | --- | --- |
//! | `reqwest` | `reqwest_0_13::ReqwestTransport`, TLS by rustls on aws-lc | reqwest, `tokio` |
//! | `reqwest-native-tls` | the same, TLS by the platform's library | reqwest, native-tls, `tokio` |
//! | `reqwest-rustls-no-provider` | the same, TLS by rustls on the provider that you install | reqwest, rustls, `tokio` |
//! | `reqwest-no-tls` | the same, over the `reqwest::Client` that you give alone | reqwest, `tokio` |
//! | `hyper` | `hyper_util_0_1::HyperTransport`, TLS by rustls on aws-lc | hyper-util, `tokio` |
//! | `hyper-rustls-no-provider` | the same, TLS by rustls on the provider that you install | hyper-util, rustls, `tokio` |
//! | `hyper-no-tls` | the same, over the hyper-util client that you give alone | hyper-util, `tokio` |
//! | `http2` | HTTP/2 for those backends, by ALPN | h2 |
//! | `tower` | `tower_service_0_3`: services as transports, and transports as services | tower-service, http-body |
//! | `tokio` | `time::TokioSleep` | tokio's timer |
//! | `tokio-spawn` | `spawn::TokioSpawn` | tokio's runtime, `tokio` |
//! | `tracing` | `TransportExt::with_tracing`: a span for each attempt | tracing |
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attempt;
#[cfg(any(
    feature = "hyper-no-tls",
    feature = "reqwest-no-tls",
    feature = "tower"
))]
mod body;
pub mod decorate;
mod error;
#[cfg(any(
    feature = "hyper-no-tls",
    feature = "reqwest-no-tls",
    feature = "tower"
))]
mod framing;
#[cfg(feature = "hyper-no-tls")]
#[cfg_attr(docsrs, doc(cfg(feature = "hyper-no-tls")))]
pub mod hyper_util_0_1;
#[cfg(any(
    feature = "hyper-rustls-no-provider",
    feature = "reqwest-rustls-no-provider"
))]
mod installed_provider;
mod loopback;
#[cfg(feature = "reqwest-no-tls")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest-no-tls")))]
pub mod reqwest_0_13;
pub mod retry;
pub mod spawn;
pub mod time;
#[cfg(feature = "tower")]
#[cfg_attr(docsrs, doc(cfg(feature = "tower")))]
pub mod tower_service_0_3;
mod transport;
mod transport_ext;
mod transport_fn;

pub use attempt::{Attempt, DEFAULT_BODY_LIMIT};
pub use error::{TransportError, TransportErrorKind};
pub use loopback::is_loopback;
pub use transport::Transport;
pub use transport_ext::TransportExt;
pub use transport_fn::{TransportFn, transport_fn};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
