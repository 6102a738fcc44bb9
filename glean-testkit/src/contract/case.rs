use serde::{Deserialize, Serialize};

use super::{Basis, ClientCase, Conclusion, ServerCase};

/// One case of the contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Case {
    /// The name, which does not change: it may be quoted.
    pub id: String,
    /// What the case says, in a sentence.
    pub title: String,
    /// The line of the contract that it belongs to, by its name among the [`clauses`](super::clauses).
    pub clause: String,
    /// Where the expectation comes from.
    pub basis: Basis,
    /// The basis in words.
    pub source: String,
    /// Who is put to the test, and how.
    #[serde(flatten)]
    pub subject: Subject,
    /// What a client must conclude.
    pub client: Conclusion,
}

impl Case {
    /// Gives what a server is asked, if the case is for servers.
    #[must_use]
    pub fn server(&self) -> Option<&ServerCase> {
        match &self.subject {
            Subject::Server(server) => Some(server),
            Subject::Client(_) => None,
        }
    }

    /// Gives what is played to a client, if the case is for clients alone.
    #[must_use]
    pub fn client(&self) -> Option<&ClientCase> {
        match &self.subject {
            Subject::Client(client) => Some(client),
            Subject::Server(_) => None,
        }
    }
}

/// Who is put to the test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
// A case for a client has no member that it must have, so it comes last.
#[serde(untagged)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one list of them, and it is never moved"
)]
#[non_exhaustive]
pub enum Subject {
    /// A server, and by its reply a client too.
    Server(ServerCase),
    /// A client alone: the replies are such as no server gives on request.
    Client(ClientCase),
}
