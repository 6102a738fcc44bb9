use crate::client::Client;
use crate::{GleanBuilder, GleanCore};

/// A client for Glean. Cloning is cheap; clones share the transport, its connections and the retry
/// budget.
///
/// See the [crate's docs](crate) for an example.
#[derive(Clone, Debug)]
pub struct Glean {
    core: GleanCore,
}

impl Glean {
    /// Begins to build a client.
    pub fn builder() -> GleanBuilder {
        GleanBuilder::new()
    }

    /// Builds a client from the environment; see [`GleanBuilder::env`] for the variables.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if the server or the
    /// credential is missing, or a variable does not fit.
    #[cfg(feature = "reqwest")]
    #[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
    pub fn from_env() -> Result<Self, crate::Error> {
        Self::builder().env().build()
    }

    pub(crate) fn new(core: GleanCore) -> Self {
        Self { core }
    }

    /// Gives the operations of the Client API.
    #[must_use]
    pub fn client(&self) -> Client<'_> {
        Client::new(&self.core)
    }

    /// Gives the part that the standalone functions of [`funcs`](crate::funcs) take.
    #[must_use]
    pub fn core(&self) -> &GleanCore {
        &self.core
    }
}
