use std::time::Duration;

use serde::Deserialize;

use super::chaos::ChaosSettings;
use super::credential::CredentialSettings;
use super::rate_limits::RateLimitSettings;
use super::step::StepSettings;
use crate::{ModelConfig, Skew};

/// The members of a configuration; see [`ModelConfig::from_json`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FakeSettings {
    #[serde(default)]
    seed: u64,
    token_lifetime_seconds: Option<u64>,
    #[serde(default)]
    path_prefix: String,
    #[serde(default)]
    problem_json: bool,
    #[serde(default = "yes")]
    built_in: bool,
    #[serde(default)]
    users: Vec<String>,
    #[serde(default)]
    credentials: Vec<CredentialSettings>,
    #[serde(default)]
    latency_ms: u64,
    rate_limits: Option<RateLimitSettings>,
    chaos: Option<ChaosSettings>,
    #[serde(default)]
    skew_seconds: i64,
    keep_last: Option<usize>,
    #[serde(default)]
    script: Vec<StepSettings>,
}

fn yes() -> bool {
    true
}

impl FakeSettings {
    pub(super) fn into_config(self) -> ModelConfig {
        let mut config = if self.built_in {
            ModelConfig::default()
        } else {
            ModelConfig::empty()
        };
        if let Some(seconds) = self.token_lifetime_seconds {
            config = config.token_lifetime(Duration::from_secs(seconds));
        }
        if self.problem_json {
            config = config.problem_json();
        }
        if let Some(limits) = self.rate_limits {
            config = config.rate_limits(limits.0);
        }
        if let Some(chaos) = self.chaos {
            config = config.chaos(chaos.0);
        }
        if let Some(count) = self.keep_last {
            config = config.keep_last(count);
        }
        config = self.users.into_iter().fold(config, ModelConfig::user);
        let credentials = self.credentials.into_iter().map(|known| known.0);
        credentials
            .fold(config, ModelConfig::credential)
            .seed(self.seed)
            .path_prefix(&self.path_prefix)
            .latency(Duration::from_millis(self.latency_ms))
            .skew_clock(Skew::from_seconds(self.skew_seconds))
            .script(self.script.into_iter().flat_map(StepSettings::steps))
    }
}
