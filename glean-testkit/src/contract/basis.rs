use std::fmt;

use serde::{Deserialize, Serialize};

/// Where the expectation of a case comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Basis {
    /// Glean's OpenAPI document.
    OpenApi,
    /// Glean's developer documentation, its official clients, or a standard that they follow.
    Docs,
    /// A reply of Glean's that was observed.
    Observed,
    /// Nothing: all of these are silent.
    Assumed,
}

/// Writes the basis in a word, as in the JSON.
impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::OpenApi => "openapi",
            Self::Docs => "docs",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
        })
    }
}
