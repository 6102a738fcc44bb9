//! TLS for a [`WireServer`](super::WireServer), with certificates made on the spot.
//!
//! An [`Authority`] signs the identities that a server shows: one in order, and ones with a fault
//! each. A client that shall accept the first is told to trust the authority's certificate.
//!
//! ```
//! use glean_testkit::wire::{Script, WireServer, tls::Authority};
//!
//! # fn main() -> std::io::Result<()> {
//! let authority = Authority::new()?;
//! let server = WireServer::builder()
//!     .tls(authority.expired())
//!     .start([Script::new().stall()])?;
//!
//! // Give these to the client under test, which should refuse:
//! let (trust, url) = (authority.certificate_pem(), server.url("/"));
//! assert!(trust.starts_with("-----BEGIN CERTIFICATE-----"));
//! assert!(url.starts_with("https://localhost:"));
//! # Ok(())
//! # }
//! ```
//!
//! TLS 1.2 and 1.3 are spoken, without client certificates, ALPN or resumption, so that each
//! connection shows the certificate anew.

mod authority;
mod certificate;
mod handshake;
mod identity;
mod validity;

pub use authority::Authority;
pub use identity::Identity;
