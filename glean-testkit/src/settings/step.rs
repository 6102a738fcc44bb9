use std::collections::BTreeMap;
use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::Deserialize;
use serde_json::Value;

use super::fault::{FaultName, FaultSettings, PhaseName};
use crate::{Reply, Step};

/// How often a step may be repeated at most.
const TIMES: usize = 10_000;

/// A step as JSON has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    ok: Option<bool>,
    status: Option<u16>,
    #[serde(default)]
    headers: BTreeMap<String, Values>,
    body: Option<String>,
    json: Option<Value>,
    content_type: Option<String>,
    retry_after: Option<RetryAfter>,
    retry_after_ms: Option<u64>,
    delay_ms: Option<u64>,
    fault: Option<FaultName>,
    phase: Option<PhaseName>,
    bytes: Option<usize>,
    every_ms: Option<u64>,
    times: Option<usize>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a string or a list of strings")]
enum Values {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected seconds, or the header's value as a string"
)]
enum RetryAfter {
    Seconds(u64),
    Verbatim(String),
}

/// A step, and how often it is taken.
#[derive(Deserialize)]
#[serde(try_from = "Raw")]
pub(crate) struct StepSettings {
    reply: Reply,
    times: usize,
}

impl StepSettings {
    pub(crate) fn steps(self) -> impl Iterator<Item = Step> {
        std::iter::repeat_n(self.reply.into(), self.times)
    }

    pub(super) fn into_reply(self) -> Reply {
        self.reply
    }
}

impl TryFrom<Raw> for StepSettings {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, String> {
        let fault = FaultSettings {
            fault: raw.fault,
            phase: raw.phase,
            bytes: raw.bytes,
            every_ms: raw.every_ms,
        }
        .read()?;
        let mut reply = match (raw.ok, raw.status) {
            (Some(true), None) => Reply::ok(),
            (None, Some(status)) => Reply::status(final_status(status)?),
            (None, None) if fault.is_some() => Reply::ok(),
            _ => {
                return Err(
                    "a step has `\"ok\": true`, a `status`, or a `fault` with or without a `status`"
                        .to_owned(),
                );
            }
        };
        if let Some(fault) = fault {
            reply = reply.struck_by(fault);
        }
        for (name, values) in raw.headers {
            reply = add_header(reply, &name, values)?;
        }
        reply = match (raw.body, raw.json) {
            (None, None) => reply,
            (Some(body), None) => reply.body(body),
            (None, Some(json)) => reply.json(json),
            (Some(_), Some(_)) => return Err("a step has a `body` or `json`, not both".to_owned()),
        };
        if let Some(content_type) = raw.content_type {
            reply = reply.content_type(value(&content_type, "content_type")?);
        }
        reply = match raw.retry_after {
            None => reply,
            Some(RetryAfter::Seconds(seconds)) => reply.retry_after_seconds(seconds),
            Some(RetryAfter::Verbatim(text)) => {
                reply.header(RETRY_AFTER, value(&text, "retry_after")?)
            }
        };
        if let Some(milliseconds) = raw.retry_after_ms {
            reply = reply.retry_after_ms(milliseconds);
        }
        if let Some(milliseconds) = raw.delay_ms {
            reply = reply.delay(Duration::from_millis(milliseconds));
        }
        match raw.times.unwrap_or(1) {
            times @ 1..=TIMES => Ok(Self { reply, times }),
            _ => Err(format!("`times` is from 1 to {TIMES}")),
        }
    }
}

fn final_status(status: u16) -> Result<StatusCode, String> {
    StatusCode::from_u16(status)
        .ok()
        .filter(|status| !status.is_informational())
        .ok_or_else(|| "`status` is from 200 to 999".to_owned())
}

fn add_header(mut reply: Reply, name: &str, values: Values) -> Result<Reply, String> {
    let parsed = HeaderName::try_from(name)
        .map_err(|_| format!("HTTP does not allow a header of the name `{name}`"))?;
    let values = match values {
        Values::One(value) => vec![value],
        Values::Many(values) => values,
    };
    for text in values {
        reply = reply.header(parsed.clone(), value(&text, name)?);
    }
    Ok(reply)
}

fn value(text: &str, name: &str) -> Result<HeaderValue, String> {
    HeaderValue::try_from(text).map_err(|_| format!("HTTP does not allow what `{name}` would be"))
}
