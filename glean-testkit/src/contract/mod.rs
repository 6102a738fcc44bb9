//! The contract as data: one list of cases, and what is made of it.
//!
//! Each [`Case`] has a stable id, a [`Basis`], and what a client must conclude. A case is either asked of a
//! server ([`ServerCase`]: what is given, the request, the expected reply, whether a real tenant may be
//! asked) or played to a client ([`ClientCase`]: how it is configured, what it sends, what it gets). The
//! list is the file `contract/cases.json` of this crate, with a JSON Schema beside it; [`json`] and
//! [`schema`] give both.
//!
//! ```
//! use glean_testkit::contract::{self, Subject};
//!
//! let case = contract::case("global-without-user").ok_or("no such case")?;
//! assert_eq!(case.title, "A global credential without a user is an invalid request");
//! if let Subject::Server(server) = &case.subject {
//!     assert_eq!(server.expect.status, 400);
//! }
//! # Ok::<(), &str>(())
//! ```
//!
//! From it run the rulebook's tests, the client's tests, the [verification](verify) of any server that
//! claims to be Glean, and the exports as [OpenAPI](openapi) and [Pact](pact).
//!
//! The list is *not* proof that Glean behaves so: [`provenance`] says whether a run against a tenant is
//! recorded.

mod basis;
mod case;
mod check;
mod client_case;
mod conclusion;
mod credentials;
mod difference;
mod document;
mod examples;
mod expectation;
mod given;
mod headers;
mod json_kind;
mod openapi;
mod pact;
mod range;
mod record;
mod redaction;
mod server_case;
mod unaskable;
pub mod verify;

pub use basis::Basis;
pub use case::{Case, Subject};
pub use client_case::{Call, ClientCase, Exchange, Fault, ReplyTemplate, Retries, Sent};
pub use conclusion::{Conclusion, ErrorRule, MintedToken, Outcome};
pub use credentials::Credentials;
pub use difference::{Difference, Verdict};
pub use document::{case, cases, clauses, json, schema};
pub use expectation::{BodyRule, Expectation, MintedFor, MintedRule, ProblemRule};
pub use given::{ErrorBodies, Given, GivenCredential, Spent, StatusAsked};
pub use headers::Headers;
pub use openapi::openapi;
pub use pact::pact;
pub use range::Range;
pub use record::{Record, RecordedOutcome, provenance, record};
pub use server_case::{Live, RequestTemplate, ServerCase};
pub use unaskable::Unaskable;
