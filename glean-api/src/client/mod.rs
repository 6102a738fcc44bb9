//! The operations of Glean's Client API, by tag.

pub mod authentication;

use self::authentication::Authentication;
use crate::GleanCore;

/// The Client API's operations; see [`Glean::client`](crate::Glean::client).
#[derive(Clone, Copy, Debug)]
pub struct Client<'a> {
    core: &'a GleanCore,
}

impl<'a> Client<'a> {
    pub(crate) fn new(core: &'a GleanCore) -> Self {
        Self { core }
    }

    /// Gives the operations tagged *Authentication*.
    #[must_use]
    pub fn authentication(self) -> Authentication<'a> {
        Authentication::new(self.core)
    }
}
