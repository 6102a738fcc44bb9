//! What the service owes its users, whichever Glean is behind it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::Response;
use serde_json::Value;

use crate::scene::Scene;

pub type Check = Result<(), String>;

fn ensure(holds: bool, else_say: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(else_say()) }
}

pub async fn each_user_gets_a_token_of_their_own(scene: &Scene) -> Check {
    for user in ["ada@example.com", "grace@example.com"] {
        let response = scene.ask(Some(user)).await;
        ensure(response.status() == 200, || {
            format!("{user} got a {}", response.status())
        })?;
        let minted = json(&response)?;
        let token = minted["token"].as_str().unwrap_or_default();
        let ledger = scene.fake.ledger();
        let owner = ledger
            .find(token)
            .and_then(|minted| minted.acting_user.clone());
        ensure(owner.as_deref() == Some(user), || {
            format!("{user} got the token of {owner:?}")
        })?;
    }
    Ok(())
}

pub async fn a_token_lives_for_hours_in_seconds(scene: &Scene) -> Check {
    let minted = json(&scene.ask(Some("ada@example.com")).await)?;
    let seconds = minted["expirationTime"].as_u64().unwrap_or_default();
    let expires = UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    let lives = expires.and_then(|expires| expires.duration_since(SystemTime::now()).ok());
    let hours = Duration::from_secs(3600)..Duration::from_secs(24 * 3600);
    ensure(lives.is_some_and(|lives| hours.contains(&lives)), || {
        format!("the token lives for {lives:?}")
    })
}

pub async fn nobody_gets_a_token_without_signing_in(scene: &Scene) -> Check {
    let response = scene.ask(None).await;
    ensure(response.status() == 401, || {
        format!("nobody got a {}", response.status())
    })
}

pub async fn an_unknown_user_gets_no_token(scene: &Scene) -> Check {
    let response = scene.ask(Some("eve@example.com")).await;
    is_problem(&response, 502, "no token for this user")
}

/// Asks a fake that lets each user call once a minute.
pub async fn a_limited_user_is_told_when_to_come_back(scene: &Scene) -> Check {
    scene.ask(Some("ada@example.com")).await;
    let response = scene.ask(Some("ada@example.com")).await;
    is_problem(&response, 503, "try again later")?;
    let after = response.headers().get("retry-after");
    ensure(after.is_some_and(|after| after == "60"), || {
        format!("ada may come back after {after:?}")
    })
}

/// Says what to do, and nothing of what Glean has said or of what has happened to it.
pub fn is_problem(response: &Response<Bytes>, status: u16, title: &str) -> Check {
    ensure(response.status() == status, || {
        format!("the user got a {}", response.status())
    })?;
    let body = format!(r#"{{"status":{status},"title":"{title}"}}"#);
    ensure(response.body() == &body, || {
        format!("the user was told {:?}", response.body())
    })?;
    let own = ["content-length", "content-type", "retry-after"];
    let mut names = response.headers().keys();
    match names.find(|name| !own.contains(&name.as_str())) {
        None => Ok(()),
        Some(name) => Err(format!("the user got the header {name}")),
    }
}

fn json(response: &Response<Bytes>) -> Result<Value, String> {
    serde_json::from_slice(response.body()).map_err(|error| error.to_string())
}
