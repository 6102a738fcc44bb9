use std::fmt;
use std::sync::Arc;

/// What a token is kept under in a [`TokenStore`](super::TokenStore).
///
/// The namespace is the one given to the cache: it stands for the server and the credential, of which a
/// store learns nothing else. `Debug` does not show the user.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct StoreKey {
    namespace: Arc<str>,
    user: Box<str>,
}

impl StoreKey {
    /// Makes a key of its parts; the user's address is taken in lower case.
    pub fn new(namespace: impl Into<Arc<str>>, user: &str) -> Self {
        Self {
            namespace: namespace.into(),
            user: user.to_ascii_lowercase().into(),
        }
    }

    /// Gives the namespace.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// Gives the user's address in lower case; empty for whom the credential itself stands for.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }
}

impl fmt::Debug for StoreKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreKey")
            .field("namespace", &self.namespace)
            .finish_non_exhaustive()
    }
}
