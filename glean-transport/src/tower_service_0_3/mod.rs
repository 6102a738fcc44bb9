//! tower's `Service` 0.3 on both sides of the seam: [`TowerTransport`] makes a transport of a
//! service, [`TransportService`] a service of a transport.
//!
//! So a stack of layers can stand around any backend:
//!
//! ```
//! use std::time::Duration;
//!
//! use bytes::Bytes;
//! use glean_transport::tower_service_0_3::{TowerTransport, TransportService};
//! use glean_transport::{Transport, TransportError, transport_fn};
//! use tower::ServiceBuilder;
//! use tower_http::set_header::SetRequestHeaderLayer;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Builder::new_current_thread().enable_time().build()?.block_on(async {
//! let backend = transport_fn(|request: http::Request<Bytes>| async move {
//!     let mut response = http::Response::new(Bytes::new());
//!     *response.headers_mut() = request.headers().clone();
//!     Ok::<_, TransportError>(response)
//! });
//! let region = http::HeaderValue::from_static("eu-west-1");
//! let layered = ServiceBuilder::new()
//!     .concurrency_limit(64)
//!     .layer(SetRequestHeaderLayer::overriding(http::HeaderName::from_static("x-region"), region))
//!     .service(TransportService::new(backend));
//! let transport = TowerTransport::new(layered);
//!
//! let echoed = transport.send(http::Request::new(Bytes::new())).await?;
//! assert_eq!(echoed.headers()["x-region"], "eu-west-1");
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! Pooling, TLS, HTTP/2, proxies and limits are those of the service. Time-outs and retries are left
//! to what stands above the seam: a service that repeats requests, follows redirects or buffers them
//! in a task of its own breaks the transport's contract.

mod classify;
mod service;
mod transport;

pub use service::TransportService;
pub use transport::TowerTransport;
