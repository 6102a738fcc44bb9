use super::Backoff;

/// Says whether a call is retried, and how.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum RetryConfig {
    /// One attempt only. The default, as in Glean's official clients.
    #[default]
    None,
    /// Retries with exponential backoff.
    Backoff(Backoff),
}

impl RetryConfig {
    /// Gives the default backoff, to be adjusted by [`Backoff`]'s methods.
    ///
    /// ```
    /// use glean_transport::retry::RetryConfig;
    ///
    /// let config: RetryConfig = RetryConfig::backoff().max_attempts(4).into();
    /// assert_ne!(config, RetryConfig::None);
    /// ```
    #[must_use]
    pub fn backoff() -> Backoff {
        Backoff::default()
    }
}

impl From<Backoff> for RetryConfig {
    fn from(backoff: Backoff) -> Self {
        Self::Backoff(backoff)
    }
}
