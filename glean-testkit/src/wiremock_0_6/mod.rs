//! Parts for whoever has a wiremock server already: matchers and responders for createToken.
//!
//! ```
//! use glean_testkit::wiremock_0_6::{create_token, minted, reply};
//! use glean_testkit::Reply;
//! use wiremock::{Mock, MockServer};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
//! let server = MockServer::start().await;
//! Mock::given(create_token().acting_for("ada@example.com"))
//!     .respond_with(minted())
//!     .expect(1)
//!     .mount(&server)
//!     .await;
//! Mock::given(create_token())
//!     .respond_with(reply(Reply::status(503).retry_after_seconds(1)))
//!     .mount(&server)
//!     .await;
//!
//! let response = reqwest::Client::new()
//!     .post(format!("{}/rest/api/v1/createauthtoken", server.uri()))
//!     .header("authorization", "Bearer glean_global")
//!     .header("x-glean-actas", "ada@example.com")
//!     .header("content-length", "0")
//!     .send()
//!     .await?;
//! assert_eq!(response.status(), 200);
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! wiremock keeps every request that it received, unless it is told not to, and prints them when a
//! test fails, credentials and all; `MockServer::builder().disable_request_recording()` keeps them
//! out. It resets no connection, breaks off no reply and speaks no TLS.

mod convert;
mod create_token;
mod minted;
mod reply;
mod rulebook;

pub use create_token::{CreateTokenMatcher, create_token};
pub use minted::{MintedResponder, minted};
pub use reply::{ReplyResponder, reply};
pub use rulebook::{RulebookResponder, rulebook};
