use std::borrow::Cow;
use std::fmt;

/// What a [`Mutation`](super::Mutation) goes by, from the general to the particular.
///
/// By default the crate's name and the operation's: `["glean-api", "createToken"]`. Nothing in this
/// crate reads it; it is for logs, tests and registries of your own.
///
/// ```
/// use glean_api::mutation::MutationKey;
///
/// let key = MutationKey::new(["sign-in", "token"]);
/// assert_eq!(key.parts(), ["sign-in", "token"]);
/// assert_eq!(key.to_string(), "sign-in/token");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MutationKey(Vec<Cow<'static, str>>);

impl MutationKey {
    /// Makes a key of its parts.
    pub fn new<P: Into<Cow<'static, str>>>(parts: impl IntoIterator<Item = P>) -> Self {
        Self(parts.into_iter().map(Into::into).collect())
    }

    /// Gives the parts.
    #[must_use]
    pub fn parts(&self) -> &[Cow<'static, str>] {
        &self.0
    }
}

impl fmt::Display for MutationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("/"))
    }
}
