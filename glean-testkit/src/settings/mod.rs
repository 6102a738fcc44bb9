//! What a fake is, as JSON.

mod chaos;
mod config_error;
mod credential;
mod fake;
mod fault;
mod rate_limits;
mod reason;
mod step;

use serde::de::DeserializeOwned;

use crate::ModelConfig;

pub use config_error::ConfigError;
use fake::FakeSettings;
pub(crate) use step::StepSettings;

impl ModelConfig {
    /// Reads a configuration from JSON; what it leaves out is as in the
    /// [default](ModelConfig::default).
    ///
    /// ```
    /// use glean_testkit::{FakeGlean, ModelConfig};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = ModelConfig::from_json(
    ///     r#"{
    ///         "seed": 7,
    ///         "token_lifetime_seconds": 600,
    ///         "users": ["lin@example.com"],
    ///         "credentials": [{"secret": "the-global-one", "kind": "global"}],
    ///         "rate_limits": {"user": {"per_second": 30, "burst": 5}, "retry_after": "milliseconds"},
    ///         "script": [{"status": 503, "retry_after": 1, "times": 2}]
    ///     }"#,
    /// )?;
    /// let glean = FakeGlean::builder().config(config).lenient().in_process();
    ///
    /// let error = ModelConfig::from_json(r#"{"credentials": [{"secret": "s3cret"}]}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "`credentials[0]`: missing field `kind` at line 1 column 37");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// | member | | default |
    /// | --- | --- | --- |
    /// | `seed` | what tokens, and chaos without a seed of its own, are made from | 0 |
    /// | `token_lifetime_seconds` | how long a token lives | 7200 |
    /// | `path_prefix` | the path that the API is below | none |
    /// | `problem_json` | errors as `application/problem+json` | `false` |
    /// | `built_in` | knows the built-in users, credentials and status credentials | `true` |
    /// | `users` | e-mails of further users | none |
    /// | `credentials` | `secret`; `kind`: `user`, `global`, `anonymous`, `glean-oauth` or `external-oauth`; `user`, where the kind has one; `state`: `valid`, `expired`, `revoked` or `unscoped`; `expires_at` in Unix seconds | none |
    /// | `latency_ms` | how long each reply waits | 0 |
    /// | `rate_limits` | `"glean"`, or `deployment`, `address` and `user`, each `per_second` or `per_minute` with a `burst`, and `retry_after`: `seconds`, `date`, `milliseconds` or `absent` | none |
    /// | `chaos` | `rate` from 0 to 1, `seed`, and `among`: steps as in `script` | none |
    /// | `skew_seconds` | how far the clock that the fake shows is ahead | 0 |
    /// | `keep_last` | how many requests and tokens are remembered | all |
    /// | `script` | steps, as [`control`](crate::control) takes them | none |
    ///
    /// # Errors
    ///
    /// Returns [`ConfigError`], which says what is amiss and where, and repeats no value.
    #[cfg_attr(docsrs, doc(cfg(feature = "control")))]
    pub fn from_json(json: &str) -> Result<Self, ConfigError> {
        read::<FakeSettings>(json.as_bytes()).map(FakeSettings::into_config)
    }
}

/// Reads JSON, and says where it does not fit.
pub(crate) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, ConfigError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|e| ConfigError::at(&e))?;
    deserializer.end().map_err(|e| ConfigError::whole(&e))?;
    Ok(value)
}
