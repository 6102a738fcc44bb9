//! A pluggable HTTP transport: one small seam, its error, and retries that respect a deadline.
//!
//! [`Transport`] takes an [`http::Request`] with its whole body and gives the whole reply. Around
//! it stand the parts that any client of a small JSON API needs and that are easily got wrong:
//! [`retry`] with backoff, `Retry-After` and a deadline, and [`time`] behind two traits, so that
//! tests never sleep.
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
//! | `reqwest` | `reqwest_0_13::ReqwestTransport` | reqwest with rustls (aws-lc), `tokio` |
//! | `http2` | HTTP/2 for that backend, by ALPN | h2 |
//! | `tokio` | `time::TokioSleep` | tokio's timer |
#![cfg_attr(docsrs, feature(doc_cfg))]

mod attempt;
mod error;
mod loopback;
#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
pub mod reqwest_0_13;
pub mod retry;
pub mod time;
mod transport;
mod transport_fn;

pub use attempt::{Attempt, DEFAULT_BODY_LIMIT};
pub use error::{TransportError, TransportErrorKind};
pub use loopback::is_loopback;
pub use transport::Transport;
pub use transport_fn::{TransportFn, transport_fn};

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
