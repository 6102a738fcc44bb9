//! What was minted, for whom, and when.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::http_date::{unix_milliseconds, unix_seconds};
use crate::recent::Recent;
use crate::{CredentialKind, Fingerprint};

pub use crate::fake::LedgerHandle;

/// Stands in reports for the user of a token that is for none.
const NOBODY: &str = "nobody";

/// The tokens that a fake has minted, in order.
///
/// A call whose reply never arrived stands here too: whoever tried twice has two entries. Under
/// [`keep_last`](crate::ModelConfig::keep_last) the entries are the last ones, and the counts those of
/// all tokens.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    minted: Recent<Minted>,
    by_user: BTreeMap<String, usize>,
}

impl Ledger {
    /// Counts the tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.minted.total()
    }

    /// Says whether no token was minted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Gives the entries in the order of minting.
    pub fn iter(&self) -> std::slice::Iter<'_, Minted> {
        self.minted.as_slice().iter()
    }

    /// Gives the latest entry.
    #[must_use]
    pub fn last(&self) -> Option<&Minted> {
        self.minted.as_slice().last()
    }

    /// Counts the tokens minted for the user `email`, whatever its case.
    #[must_use]
    pub fn minted_for(&self, email: &str) -> usize {
        self.by_user
            .iter()
            .filter(|(user, _)| user.eq_ignore_ascii_case(email))
            .map(|(_, count)| count)
            .sum()
    }

    /// Finds the entry of a token.
    #[must_use]
    pub fn find(&self, token: &str) -> Option<&Minted> {
        let wanted = Fingerprint::of(token);
        self.iter().find(|minted| minted.token == wanted)
    }

    /// Makes a ledger that keeps all entries, or the last ones.
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Self {
            minted: Recent::new(limit),
            ..Self::default()
        }
    }

    pub(crate) fn record(&mut self, minted: Minted) {
        if let Some(user) = &minted.acting_user {
            match self.by_user.get_mut(user) {
                Some(count) => *count += 1,
                None => drop(self.by_user.insert(user.clone(), 1)),
            }
        }
        self.minted.push(minted);
    }

    /// Finds what a request came to.
    pub(crate) fn of_request(&self, number: u64) -> Option<&Minted> {
        let kept = self.minted.as_slice();
        let index = kept.binary_search_by_key(&number, |minted| minted.request_number);
        index.ok().map(|index| &kept[index])
    }

    /// Counts the tokens for each user, and for nobody where there are some.
    pub(crate) fn by_user(&self) -> BTreeMap<&str, usize> {
        let users = self.by_user.iter();
        let mut by_user: BTreeMap<_, _> = users.map(|(user, n)| (user.as_str(), *n)).collect();
        let nobody = self.len() - by_user.values().sum::<usize>();
        if nobody > 0 {
            by_user.insert(NOBODY, nobody);
        }
        by_user
    }

    pub(crate) fn mark_delivered(&mut self, request_number: u64, delivered: bool) {
        let kept = self.minted.as_mut_slice();
        if let Ok(index) =
            kept.binary_search_by_key(&request_number, |minted| minted.request_number)
        {
            kept[index].delivered = delivered;
        }
    }
}

impl<'a> IntoIterator for &'a Ledger {
    type Item = &'a Minted;
    type IntoIter = std::slice::Iter<'a, Minted>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Minted {
    /// Names whom the token is for, in a report.
    pub(crate) fn user(&self) -> &str {
        self.acting_user.as_deref().unwrap_or(NOBODY)
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
    /// The reply with the token was written whole, as in
    /// [`ReceivedRequest::delivered`](crate::journal::ReceivedRequest::delivered).
    pub delivered: bool,
}

/// Writes fingerprints as text, `minted_at_ms` in Unix milliseconds and `expiration_time` in Unix
/// seconds.
impl Serialize for Minted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("Minted", 8)?;
        json.serialize_field("number", &self.request_number)?;
        json.serialize_field("user", &self.acting_user)?;
        json.serialize_field("kind", &self.credential_kind)?;
        json.serialize_field("credential", &self.credential.to_string())?;
        json.serialize_field("token", &self.token.to_string())?;
        json.serialize_field("minted_at_ms", &unix_milliseconds(self.minted_at))?;
        json.serialize_field("expiration_time", &unix_seconds(self.expires_at))?;
        json.serialize_field("delivered", &self.delivered)?;
        json.end()
    }
}
