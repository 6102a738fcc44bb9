use glean_models::CreateAuthTokenResponse;

/// A token in a [`TokenStore`](super::TokenStore), and when it was minted.
///
/// `Debug` does not show the token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StoredToken {
    /// The token and when it expires. To serialize it exposes the token.
    pub minted: CreateAuthTokenResponse,
    /// When it was minted, in seconds since the Unix epoch, UTC.
    pub minted_at: i64,
}

impl StoredToken {
    /// Makes it of its parts.
    #[must_use]
    pub fn new(minted: CreateAuthTokenResponse, minted_at: i64) -> Self {
        Self { minted, minted_at }
    }
}
