//! What was minted, for whom, and when.

use std::time::SystemTime;

use crate::{CredentialKind, Fingerprint};

/// The tokens that a fake has minted, in order.
///
/// A call whose reply never arrived stands here too: whoever tried twice has two entries.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    minted: Vec<Minted>,
}

impl Ledger {
    /// Counts the tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.minted.len()
    }

    /// Says whether no token was minted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.minted.is_empty()
    }

    /// Gives the entries in the order of minting.
    pub fn iter(&self) -> std::slice::Iter<'_, Minted> {
        self.minted.iter()
    }

    /// Gives the latest entry.
    #[must_use]
    pub fn last(&self) -> Option<&Minted> {
        self.minted.last()
    }

    /// Counts the tokens minted for the user `email`, whatever its case.
    #[must_use]
    pub fn minted_for(&self, email: &str) -> usize {
        self.iter()
            .filter_map(|minted| minted.acting_user.as_deref())
            .filter(|user| user.eq_ignore_ascii_case(email))
            .count()
    }

    /// Finds the entry of a token.
    #[must_use]
    pub fn find(&self, token: &str) -> Option<&Minted> {
        let wanted = Fingerprint::of(token);
        self.iter().find(|minted| minted.token == wanted)
    }

    pub(crate) fn record(&mut self, minted: Minted) {
        self.minted.push(minted);
    }
}

impl<'a> IntoIterator for &'a Ledger {
    type Item = &'a Minted;
    type IntoIter = std::slice::Iter<'a, Minted>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One minted token.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Minted {
    /// Whom the token is for, as the fake's configuration spells the address; `None` is nobody.
    pub acting_user: Option<String>,
    /// The kind of the credential that it was minted with.
    pub credential_kind: CredentialKind,
    /// Which credential it was minted with.
    pub credential: Fingerprint,
    /// When it was minted, by the fake's clock.
    pub minted_at: SystemTime,
    /// When it expires, by the fake's clock.
    pub expires_at: SystemTime,
    /// Which token it is.
    pub token: Fingerprint,
    /// The number of the request, as in [`ReceivedRequest::number`](crate::journal::ReceivedRequest).
    pub request_number: u64,
}
