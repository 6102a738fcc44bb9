//! The operations tagged *Authentication*.

mod create_token;

pub use create_token::CreateToken;

use crate::{Call, GleanCore};

/// The operations tagged *Authentication*; see
/// [`Client::authentication`](super::Client::authentication).
#[derive(Clone, Copy, Debug)]
pub struct Authentication<'a> {
    core: &'a GleanCore,
}

impl<'a> Authentication<'a> {
    pub(crate) fn new(core: &'a GleanCore) -> Self {
        Self { core }
    }

    /// Mints a short-lived token for one user.
    ///
    /// The token is for Glean's Web SDK, not for the Client API itself. It lives for two hours
    /// unless an admin set another lifetime.
    pub fn create_token(self) -> Call<'a, CreateToken> {
        Call::new(self.core, CreateToken)
    }
}
