//! Asks any server that claims to be Glean, and reports where it differs from the contract.
//!
//! ```
//! use glean_testkit::FakeGlean;
//! use glean_testkit::contract::verify::Verifier;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let rt = tokio::runtime::Builder::new_current_thread().build()?;
//! # rt.block_on(async {
//! // Any transport and any URL; here a fake, which is lenient about the cases that no client should send.
//! let glean = FakeGlean::builder().lenient().in_process();
//! let report = Verifier::new(glean.transport(), glean.url()).run().await?;
//! assert!(report.is_match(), "{report}");
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! A reply with a token does not say whom it is for. Where the server keeps a ledger,
//! [`ledger`](Verifier::ledger) looks there:
//!
//! ```
//! # use glean_testkit::FakeGlean;
//! # use glean_testkit::contract::verify::Verifier;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let rt = tokio::runtime::Builder::new_current_thread().build()?;
//! # rt.block_on(async {
//! # let glean = FakeGlean::builder().lenient().in_process();
//! let verifier = Verifier::new(glean.transport(), glean.url())
//!     .ledger(glean.ledger_handle())
//!     .only(["global-for-a-user", "global-for-another-user"]);
//! assert!(verifier.run().await?.is_match());
//! # Ok(())
//! # })
//! # }
//! ```
//!
//! Cases are asked one after the other. [`live`](Verifier::live) asks a real tenant: only the cases that
//! are safe there, and no more requests than the cap. No token is kept, in the report or anywhere.

mod junit;
mod ledger_reading;
mod ledger_source;
mod outcome;
mod owners;
mod report;
mod selection;
mod verifier;
mod verify_error;

pub use ledger_reading::LedgerReading;
pub use ledger_source::LedgerSource;
pub use outcome::{CaseResult, Counts, Outcome};
pub use report::Report;
pub use verifier::Verifier;
pub use verify_error::VerifyError;
