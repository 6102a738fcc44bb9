//! The wire types of Glean's `createToken` operation.
//!
//! A backend calls `POST /rest/api/v1/createauthtoken` to mint a short-lived token for one
//! signed-in user, and hands the reply to that user's browser, where the Glean Web SDK uses it.
//! (Glean's developer documentation, page "Create authentication token".) This crate holds what
//! travels in that exchange:
//!
//! - [`CreateAuthTokenResponse`], the reply: an [`AuthToken`] and the second it expires;
//! - [`AuthType`], the value of the request header `X-Glean-Auth-Type`;
//! - [`ProblemDetails`], the body of an error, where the server sends one by RFC 9457, with
//!   [`JsonValue`] for the members that nobody has named yet.
//!
//! # What it is not
//!
//! - Not a client: it sends nothing and knows no HTTP. The crate `glean-api` does that.
//! - Not a data format: it is written against `serde`, and needs a self-describing format to read
//!   from, such as `serde_json`. It refuses a wrong value by its JSON kind, which takes a format
//!   that tells the kind.
//! - Not a validator of tokens: an [`AuthToken`] is opaque.
//!
//! # Example
//!
//! ```
//! use glean_models::CreateAuthTokenResponse;
//!
//! # fn main() -> Result<(), serde_json::Error> {
//! let reply = r#"{"token": "t0ken", "expirationTime": 1893456000}"#;
//! let minted: CreateAuthTokenResponse = serde_json::from_str(reply)?;
//!
//! assert_eq!(minted.expiration_time, 1_893_456_000); // seconds since the Unix epoch, UTC
//! assert_eq!(minted.token.expose_secret(), "t0ken");
//! assert_eq!(format!("{:?}", minted.token), "AuthToken([redacted])");
//!
//! // What the Web SDK takes, to the byte.
//! let for_the_browser = serde_json::to_string(&minted)?;
//! assert_eq!(for_the_browser, r#"{"token":"t0ken","expirationTime":1893456000}"#);
//! # Ok(())
//! # }
//! ```
//!
//! # Secrets
//!
//! The reply holds a credential, so no error of this crate repeats a value that it read, nor the
//! name of a member that it does not know: `expected a string, found a number` is all it says. An
//! [`AuthToken`] is redacted in `Debug` and wiped from memory when it is dropped.
//!
//! The format sees the reply before this crate does. What the format puts into its errors (a
//! position, a syntax error) and what it leaves in its buffers is its own doing.
//!
//! # Features
//!
//! | feature | default | what it adds |
//! | --- | --- | --- |
//! | `std` | yes | the `SystemTime` methods of [`CreateAuthTokenResponse`]; `serde/std` |
//!
//! Without `std` the crate is `no_std` and needs `alloc`.

#![no_std]

extern crate alloc;
#[cfg(any(test, feature = "std"))]
extern crate std;

mod auth_token;
mod auth_type;
mod create_auth_token_response;
mod expiration_time;
#[cfg(feature = "std")]
mod expiry;
mod json_kind;
mod json_value;
mod kind_reader;
mod member_name;
mod number;
mod number_marker;
mod problem_details;

pub use auth_token::AuthToken;
pub use auth_type::AuthType;
pub use create_auth_token_response::CreateAuthTokenResponse;
pub use json_value::JsonValue;
pub use problem_details::ProblemDetails;

/// Compiles the README's examples.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
