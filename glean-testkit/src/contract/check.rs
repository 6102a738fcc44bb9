use std::time::{Duration, SystemTime};

use bytes::Bytes;
use glean_models::CreateAuthTokenResponse;
use http::Response;
use http::header::CONTENT_TYPE;

use super::{Difference, Expectation};
use crate::ledger::Ledger;

/// The longest that a token is taken to live: an admin may set more than the default two hours.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 3600);

impl Expectation {
    /// Compares a reply that came at `now` with what is expected.
    ///
    /// With the `ledger` of a fake it is also looked up whom the token was minted for, which no
    /// reply tells.
    #[must_use]
    pub fn differences(
        &self,
        response: &Response<Bytes>,
        now: SystemTime,
        ledger: Option<&Ledger>,
    ) -> Vec<Difference> {
        let mut differences = Vec::new();
        let status = response.status().as_u16();
        if status != self.status {
            differences.push(Difference::new(
                "status",
                self.status.to_string(),
                status.to_string(),
            ));
            // What comes with another status is another matter.
            return differences;
        }
        if let Some(text) = &self.text {
            if response.body() != text.as_bytes() {
                differences.push(Difference::new(
                    "body",
                    format!("{text:?}"),
                    shown(response.body()),
                ));
            }
        }
        if let Some(user) = &self.minted_for {
            differences.extend(minted(response, user.as_deref(), now, ledger));
        }
        differences
    }
}

fn minted(
    response: &Response<Bytes>,
    user: Option<&str>,
    now: SystemTime,
    ledger: Option<&Ledger>,
) -> Vec<Difference> {
    let mut differences = Vec::new();
    let media_type = response.headers().get(CONTENT_TYPE);
    let media_type = media_type.map_or("none", |value| value.to_str().unwrap_or("not text"));
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        differences.push(Difference::new(
            "content-type",
            "application/json",
            media_type,
        ));
    }
    let minted: CreateAuthTokenResponse = match serde_json::from_slice(response.body()) {
        Ok(minted) => minted,
        Err(error) => {
            // The error tells the place and the rule, never a value.
            let expected = "a token and its expirationTime";
            differences.push(Difference::new("body", expected, error.to_string()));
            return differences;
        }
    };
    let lives = minted.expires_in(now);
    if lives.is_zero() || lives > LONGEST {
        let found = format!("{lives:?} from now");
        differences.push(Difference::new(
            "expirationTime",
            "seconds of the Unix epoch, ahead of now and within a year",
            found,
        ));
    }
    if let Some(ledger) = ledger {
        let entry = ledger.find(minted.token.expose_secret());
        let owner = entry.map(|entry| entry.acting_user.as_deref().unwrap_or("nobody"));
        let user = user.unwrap_or("nobody");
        if owner != Some(user) {
            let found = owner.unwrap_or("a token that was not minted here");
            differences.push(Difference::new("minted for", user, found));
        }
    }
    differences
}

/// Shows the start of a body of an error, which holds no token.
fn shown(body: &[u8]) -> String {
    const SHOWN: usize = 200;
    let text = String::from_utf8_lossy(&body[..body.len().min(SHOWN)]).into_owned();
    format!("{text:?}")
}
