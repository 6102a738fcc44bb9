use std::collections::BTreeMap;
use std::fmt;

use super::{GivenCredential, MintedFor, Unaskable};
use crate::credential::{ADA, GRACE};
use crate::{CredentialKind, CredentialState, Fingerprint};

/// A credential that no server knows.
const UNKNOWN: &str = "nobody-knows-this-credential";

/// The credentials and users that stand in the requests of cases.
///
/// `Debug` shows fingerprints, never a secret.
///
/// ```
/// use glean_testkit::contract::Credentials;
/// use glean_testkit::{CredentialKind, CredentialState};
///
/// # let secret = "s3cret";
/// let credentials = Credentials::none()
///     .with(CredentialKind::Global, CredentialState::Valid, secret)
///     .user("ada@acme.example");
/// assert!(!format!("{credentials:?}").contains("s3cret"));
/// ```
#[derive(Clone, Default)]
pub struct Credentials {
    known: BTreeMap<(CredentialKind, CredentialState), String>,
    owners: BTreeMap<CredentialKind, String>,
    asking: bool,
    user: Option<String>,
    other_user: Option<String>,
    minted: Option<String>,
}

impl Credentials {
    /// Takes the built-in credentials and users, which every fake knows by fixed spellings.
    #[must_use]
    pub fn built_in() -> Self {
        let mut credentials = Self {
            asking: true,
            ..Self::default()
        }
        .user(ADA)
        .other_user(GRACE);
        for kind in CredentialKind::ALL {
            for state in CredentialState::ALL {
                credentials = credentials.with(*kind, *state, kind.magic(*state));
            }
            if kind.has_an_owner() {
                credentials = credentials.owner(*kind, ADA);
            }
        }
        credentials
    }

    /// Takes none. Cases that need one can't be asked.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Adds the credential of a kind in a state.
    #[must_use]
    pub fn with(
        mut self,
        kind: CredentialKind,
        state: CredentialState,
        secret: impl Into<String>,
    ) -> Self {
        self.known.insert((kind, state), secret.into());
        self
    }

    /// Says whom the credentials of a kind belong to, by e-mail: only a look into a
    /// [ledger](super::verify::Verifier::ledger) asks for it.
    #[must_use]
    pub fn owner(mut self, kind: CredentialKind, email: impl Into<String>) -> Self {
        self.owners.insert(kind, email.into());
        self
    }

    /// Sets the user that a global credential acts for, by e-mail.
    #[must_use]
    pub fn user(mut self, email: impl Into<String>) -> Self {
        self.user = Some(email.into());
        self
    }

    /// Sets another user that a global credential acts for, by e-mail.
    #[must_use]
    pub fn other_user(mut self, email: impl Into<String>) -> Self {
        self.other_user = Some(email.into());
        self
    }

    /// Sets a minted token, for the case that presents one. A verifier mints its own.
    #[must_use]
    pub fn minted(mut self, token: impl Into<String>) -> Self {
        self.minted = Some(token.into());
        self
    }

    /// Fills the placeholders of a header's value.
    pub(super) fn fill(&self, text: &str, given: &GivenCredential) -> Result<String, Unaskable> {
        let mut filled = text.to_owned();
        if text.contains("{credential}") {
            filled = filled.replace("{credential}", &self.spell(given)?);
        }
        if text.contains("{user}") {
            filled = filled.replace("{user}", self.named_user()?);
        }
        if text.contains("{USER}") {
            filled = filled.replace("{USER}", &self.named_user()?.to_ascii_uppercase());
        }
        if text.contains("{other_user}") {
            filled = filled.replace("{other_user}", self.named_other_user()?);
        }
        Ok(filled)
    }

    fn named_other_user(&self) -> Result<&str, Unaskable> {
        let missing = || Unaskable::new("no second user to act for is given");
        self.other_user.as_deref().ok_or_else(missing)
    }

    fn named_user(&self) -> Result<&str, Unaskable> {
        let missing = || Unaskable::new("no user to act for is given");
        self.user.as_deref().ok_or_else(missing)
    }

    fn spell(&self, given: &GivenCredential) -> Result<String, Unaskable> {
        match given {
            GivenCredential::None => Err(Unaskable::new("the case has no credential to present")),
            GivenCredential::Unknown => Ok(UNKNOWN.to_owned()),
            GivenCredential::Minted => {
                let missing = || Unaskable::new("no token was minted to present");
                self.minted.clone().ok_or_else(missing)
            }
            GivenCredential::AsksFor(status) if self.asking => Ok(status.magic()),
            GivenCredential::AsksFor(_) => Err(Unaskable::new(
                "the server is not known to give a status on request",
            )),
            GivenCredential::Known { kind, state } => {
                let secret = self.known.get(&(*kind, *state));
                secret.cloned().ok_or_else(|| {
                    Unaskable::new(format!("no credential is given that is {kind} and {state}"))
                })
            }
        }
    }

    /// Finds whom a token is to be for, and `None` for nobody.
    pub(super) fn minted_for(
        &self,
        whom: MintedFor,
        given: &GivenCredential,
    ) -> Result<Option<&str>, Unaskable> {
        match whom {
            MintedFor::Nobody => Ok(None),
            MintedFor::User => self.named_user().map(Some),
            MintedFor::OtherUser => self.named_other_user().map(Some),
            MintedFor::Owner => {
                let owner = match given {
                    GivenCredential::Known { kind, .. } => self.owners.get(kind),
                    _ => None,
                };
                let missing = || Unaskable::new("it is not said whom the credential belongs to");
                owner.map(|owner| Some(owner.as_str())).ok_or_else(missing)
            }
        }
    }

    /// Gives all secrets, the longest first, so that none is taken for a part of another.
    pub(super) fn secrets(&self) -> Vec<&str> {
        let mut secrets: Vec<_> = self
            .known
            .values()
            .chain(&self.minted)
            .map(String::as_str)
            .filter(|secret| !secret.is_empty())
            .collect();
        secrets.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known: BTreeMap<_, _> = self
            .known
            .iter()
            .map(|(which, secret)| (which, Fingerprint::of(secret)))
            .collect();
        f.debug_struct("Credentials")
            .field("known", &known)
            .field("owners", &self.owners)
            .field("user", &self.user)
            .field("other_user", &self.other_user)
            .field("minted", &self.minted.as_ref().map(Fingerprint::of))
            .finish_non_exhaustive()
    }
}
