//! The contract as data: what a server answers, and what a client concludes, one case each.
//!
//! One file, [`json`], holds them all, with a [JSON Schema](schema): each case has a stable id, the
//! basis that it rests on and where that can be read, what is given, the request and the reply that is
//! expected, or a reply alone, and what a client must conclude. The fake's own tests run from it, the
//! client's do, and [`Verifier`] runs it against any server that claims to be Glean.
//!
//! ```
//! use glean_testkit::contract::{self, Basis};
//!
//! let case = contract::cases().iter().find(|case| case.id == "global-without-user");
//! let case = case.ok_or("no such case")?;
//! assert_eq!(case.basis, Basis::Observed);
//! # Ok::<(), &str>(())
//! ```

mod case;
mod check;
mod credentials;
mod difference;
mod openapi;
mod pact;
mod report;
mod request;
mod verifier;

use std::sync::OnceLock;

pub use case::{
    Basis, Case, CaseReply, CaseRequest, ClientConclusion, Concludes, Expectation, Given,
    GivenCredential, Live, Side,
};
pub use credentials::Credentials;
pub use difference::Difference;
pub use openapi::openapi;
pub use pact::pact;
pub use report::{CaseReport, Outcome, Report};
pub use verifier::Verifier;

/// Gives all cases, in the order of the file.
#[must_use]
pub fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    // That the file parses is tested; a file that does not has no cases.
    CASES.get_or_init(|| case::parse(json()).unwrap_or_default())
}

/// Gives the file that holds the cases.
#[must_use]
pub fn json() -> &'static str {
    include_str!("../../contract/cases.json")
}

/// Gives the JSON Schema (draft 2020-12) of that file.
#[must_use]
pub fn schema() -> &'static str {
    include_str!("../../contract/cases.schema.json")
}

/// Says what the contract and the fake rest on: whether a run against a tenant is recorded.
#[must_use]
pub fn provenance() -> &'static str {
    "unverified: from Glean's public OpenAPI document, its developer documentation and its official \
     clients; no run against a tenant is recorded"
}
