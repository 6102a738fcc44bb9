use std::time::Duration;

use bytes::Bytes;
use http::{Response, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::problem::Problem;
use super::{done, reply};
use crate::Skew;
use crate::fake::Shared;
use crate::settings::{StepSettings, read};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    steps: Vec<StepSettings>,
}

pub(super) fn script(shared: &Shared, body: &Bytes) -> Result<Response<Bytes>, Problem> {
    let script: Script = read(body)?;
    shared.script(script.steps.into_iter().flat_map(StepSettings::steps));
    let left = shared.read(crate::GleanModel::steps_left);
    Ok(reply(&json!({"steps_left": left})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    advance_seconds: Option<u64>,
    skew_seconds: Option<i64>,
}

pub(super) fn clock(shared: &Shared, body: &Bytes) -> Result<Response<Bytes>, Problem> {
    let change: ClockChange = read(body)?;
    if change.advance_seconds.is_none() && change.skew_seconds.is_none() {
        return Err(Problem::bad_request(
            "say by how much, with `advance_seconds` or `skew_seconds`",
        ));
    }
    if let Some(seconds) = change.skew_seconds {
        shared.change(|model| model.skew_clock(Skew::from_seconds(seconds)));
    }
    if let Some(seconds) = change.advance_seconds {
        shared.clock().advance(Duration::from_secs(seconds));
    }
    Ok(done())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lifetime {
    seconds: u64,
}

pub(super) fn lifetime(shared: &Shared, body: &Bytes) -> Result<Response<Bytes>, Problem> {
    let Lifetime { seconds } = read(body)?;
    shared.change(|model| model.set_token_lifetime(Duration::from_secs(seconds)));
    Ok(done())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum CredentialChange {
    Revoke(String),
    Restore(String),
}

pub(super) fn credentials(shared: &Shared, body: &Bytes) -> Result<Response<Bytes>, Problem> {
    let change: CredentialChange = read(body)?;
    let known = shared.change(|model| match &change {
        CredentialChange::Revoke(credential) => model.revoke(credential),
        CredentialChange::Restore(credential) => model.restore(credential),
    });
    if known {
        Ok(done())
    } else {
        let detail = "the fake does not know that credential";
        Err(Problem::new(StatusCode::NOT_FOUND, detail))
    }
}
