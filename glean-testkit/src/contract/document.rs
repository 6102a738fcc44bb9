use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::Case;

const JSON: &str = include_str!("../../contract/cases.json");
const SCHEMA: &str = include_str!("../../contract/cases.schema.json");

#[derive(Deserialize)]
struct Document {
    clauses: BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[expect(
    clippy::expect_used,
    reason = "the file is part of this crate, and a test reads it"
)]
static DOCUMENT: LazyLock<Document> =
    LazyLock::new(|| serde_json::from_str(JSON).expect("the list of cases is JSON of its form"));

/// Gives every case of the contract, in the order of the list.
#[must_use]
pub fn cases() -> &'static [Case] {
    &DOCUMENT.cases
}

/// Finds a case by its id.
#[must_use]
pub fn case(id: &str) -> Option<&'static Case> {
    cases().iter().find(|case| case.id == id)
}

/// Gives the lines of the contract, by the names that cases refer to. Each has a case at least.
#[must_use]
pub fn clauses() -> &'static BTreeMap<String, String> {
    &DOCUMENT.clauses
}

/// Gives the list of cases as the JSON that it is.
#[must_use]
pub fn json() -> &'static str {
    JSON
}

/// Gives the JSON Schema (draft 2020-12) of the list of cases.
#[must_use]
pub fn schema() -> &'static str {
    SCHEMA
}
