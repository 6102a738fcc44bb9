use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::{RateLimit, RateLimits, RetryAfterForm};

/// Limits as JSON has them: by name, or each.
pub(super) struct RateLimitSettings(pub(super) RateLimits);

impl<'de> Deserialize<'de> for RateLimitSettings {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamedOrEach)
    }
}

struct NamedOrEach;

/// Not by an untagged enum, which forgets where inside the object something is amiss.
impl<'de> Visitor<'de> for NamedOrEach {
    type Value = RateLimitSettings;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`\"glean\"`, or an object of limits")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        if name == "glean" {
            Ok(RateLimitSettings(RateLimits::glean()))
        } else {
            Err(E::custom("the one name of limits is `glean`"))
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Each::deserialize(MapAccessDeserializer::new(map)).map(Into::into)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Each {
    deployment: Option<LimitSettings>,
    address: Option<LimitSettings>,
    user: Option<LimitSettings>,
    #[serde(default)]
    retry_after: FormName,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FormName {
    #[default]
    Seconds,
    Date,
    Milliseconds,
    Absent,
}

impl From<Each> for RateLimitSettings {
    fn from(each: Each) -> Self {
        let form = match each.retry_after {
            FormName::Seconds => RetryAfterForm::Seconds,
            FormName::Date => RetryAfterForm::Date,
            FormName::Milliseconds => RetryAfterForm::Milliseconds,
            FormName::Absent => RetryAfterForm::Absent,
        };
        let mut limits = RateLimits::none().retry_after(form);
        if let Some(limit) = each.deployment {
            limits = limits.deployment(limit.0);
        }
        if let Some(limit) = each.address {
            limits = limits.address(limit.0);
        }
        if let Some(limit) = each.user {
            limits = limits.user(limit.0);
        }
        Self(limits)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLimit {
    per_second: Option<u32>,
    per_minute: Option<u32>,
    burst: Option<u32>,
}

#[derive(Deserialize)]
#[serde(try_from = "RawLimit")]
struct LimitSettings(RateLimit);

impl TryFrom<RawLimit> for LimitSettings {
    type Error = &'static str;

    fn try_from(raw: RawLimit) -> Result<Self, Self::Error> {
        if [raw.per_second, raw.per_minute, raw.burst].contains(&Some(0)) {
            return Err("a limit lets at least 1 call through");
        }
        let limit = match (raw.per_second, raw.per_minute) {
            (Some(calls), None) => RateLimit::per_second(calls),
            (None, Some(calls)) => RateLimit::per_minute(calls),
            _ => return Err("a limit is `per_second` or `per_minute`"),
        };
        Ok(Self(match raw.burst {
            None => limit,
            Some(burst) => limit.burst(burst),
        }))
    }
}
