use std::time::Duration;

use glean_api::token_cache::TokenCache;
use glean_api::{Error, Glean};

/// Half an hour before a token's end the SDK asks for another. What is given out then has to be another,
/// so that a token counts as expired somewhat earlier.
const LEFT: Duration = Duration::from_secs(35 * 60);

/// How much earlier still a user who asks has the next one minted in the background.
const AHEAD: Duration = Duration::from_secs(10 * 60);

/// Makes the cache of users' tokens. Tokens have to live for more than 35 minutes; by default they
/// live for two hours.
///
/// # Errors
///
/// Returns what the cache refuses of its settings.
pub fn tokens(glean: &Glean) -> Result<TokenCache, Error> {
    TokenCache::builder(glean)
        .clock_skew(LEFT)
        .refresh_ahead(AHEAD)
        .build()
}
