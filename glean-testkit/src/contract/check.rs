use std::time::SystemTime;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE};
use http::{HeaderMap, Response};
use serde_json::{Map, Value};

use super::json_kind::kind;
use super::redaction::Redaction;
use super::{
    BodyRule, Credentials, Difference, Expectation, MintedRule, ProblemRule, Range, Verdict,
};
use crate::Fingerprint;
use crate::http_date::unix_seconds;

/// The most members of an object that are named.
const NAMED: usize = 6;

/// Compares a reply with the expected one.
pub(super) fn check(
    expect: &Expectation,
    response: &Response<Bytes>,
    now: SystemTime,
    credentials: &Credentials,
) -> Verdict {
    let mut reply = Reply {
        response,
        now: date(response.headers()).unwrap_or(now),
        redaction: Redaction::of(credentials),
        differences: Vec::new(),
    };
    reply.check_status(expect.status);
    for (name, value) in expect.headers.iter() {
        reply.check_header(name, value);
    }
    if let Some(content_type) = &expect.content_type {
        reply.check_content_type(content_type);
    }
    reply.check_body(&expect.body);
    if reply.differences.is_empty() {
        Verdict::Match
    } else {
        Verdict::Drift(reply.differences)
    }
}

/// A reply, and what was found to differ so far.
struct Reply<'a> {
    response: &'a Response<Bytes>,
    now: SystemTime,
    redaction: Redaction<'a>,
    differences: Vec<Difference>,
}

impl Reply<'_> {
    fn differ(&mut self, field: &str, expected: impl Into<String>, found: impl Into<String>) {
        self.differences
            .push(Difference::new(field, expected, found));
    }

    fn check_status(&mut self, expected: u16) {
        let found = self.response.status().as_u16();
        if found != expected {
            self.differ("status", expected.to_string(), found.to_string());
        }
    }

    fn check_header(&mut self, name: &str, expected: &str) {
        match self.header(name) {
            Some(found) if found == expected => {}
            Some(found) => {
                let found = self.redaction.quote(&found);
                self.differ(name, format!("`{expected}`"), found);
            }
            None => self.differ(name, format!("`{expected}`"), "nothing"),
        }
    }

    fn check_content_type(&mut self, expected: &str) {
        let name = CONTENT_TYPE.as_str();
        let Some(found) = self.header(name) else {
            return self.differ(name, format!("`{expected}`"), "nothing");
        };
        let essence = found.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case(expected) {
            let found = self.redaction.quote(&found);
            self.differ(name, format!("`{expected}`"), found);
        }
    }

    fn header(&self, name: &str) -> Option<String> {
        let value = self.response.headers().get(name)?;
        Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
    }

    fn check_body(&mut self, rule: &BodyRule) {
        let body = self.response.body();
        match rule {
            BodyRule::Any => {}
            BodyRule::Empty if body.is_empty() => {}
            BodyRule::Empty => {
                let found = self.describe_body();
                self.differ("body", "no body", found);
            }
            BodyRule::Text(expected) if body.trim_ascii() == expected.as_bytes() => {}
            BodyRule::Text(expected) => {
                let found = self.describe_body();
                self.differ("body", format!("the text `{expected}`"), found);
            }
            BodyRule::Minted(rule) => {
                if let Some(members) = self.object("a token and its expiration time, as JSON") {
                    self.check_token(members.get("token"));
                    self.check_expiration(rule, members.get("expirationTime"));
                }
            }
            BodyRule::Problem(rule) => {
                if let Some(members) = self.object("a problem, as JSON") {
                    self.check_problem(rule, &members);
                }
            }
        }
    }

    fn object(&mut self, expected: &str) -> Option<Map<String, Value>> {
        if let Ok(Value::Object(members)) = serde_json::from_slice(self.response.body()) {
            return Some(members);
        }
        let found = self.describe_body();
        self.differ("body", expected, found);
        None
    }

    fn check_token(&mut self, token: Option<&Value>) {
        match token {
            Some(Value::String(token)) if !token.is_empty() => {}
            other => self.differ("token", "a string that is not empty", found(other)),
        }
    }

    fn check_expiration(&mut self, rule: &MintedRule, expiration: Option<&Value>) {
        const NAME: &str = "expirationTime";
        let range = &rule.expires_in_seconds;
        let expected = format!("an integer: the second that is {range} from now");
        let Some(seconds) = expiration.and_then(integer) else {
            let found = match expiration {
                Some(Value::Number(_)) => "a number that is no integer of 64 bits",
                other => found(other),
            };
            return self.differ(NAME, expected, found);
        };
        let now = unix_seconds(self.now);
        let left = seconds.saturating_sub(now);
        if !range.contains(left) {
            let found = describe_expiration(seconds, left, now, range);
            self.differ(NAME, expected, found);
        }
    }

    fn check_problem(&mut self, rule: &ProblemRule, members: &Map<String, Value>) {
        let status = members.get("status");
        if status.and_then(Value::as_u64) != Some(rule.status.into()) {
            let found = match status.and_then(Value::as_u64) {
                Some(status) => status.to_string(),
                None => found(status).to_owned(),
            };
            self.differ("problem's status", rule.status.to_string(), found);
        }
        let code = members.get("code");
        if code.and_then(Value::as_str) != Some(&rule.code) {
            let found = match code.and_then(Value::as_str) {
                Some(code) => self.redaction.quote(code),
                None => found(code).to_owned(),
            };
            self.differ("problem's code", format!("`{}`", rule.code), found);
        }
    }

    /// Tells what a body is like. Of a success no value is shown: it may be a token.
    fn describe_body(&self) -> String {
        let body = self.response.body();
        if body.is_empty() {
            return "no body".to_owned();
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(members)) => return self.describe_members(&members),
            Ok(Value::String(_)) | Err(_) => {}
            Ok(other) => return format!("JSON that is {}", kind(&other)),
        }
        let is_error = self.response.status().as_u16() >= 400;
        match std::str::from_utf8(body) {
            Ok(text) if is_error => format!("the text {}", self.redaction.quote(text)),
            Ok(_) => format!("a text of {} bytes ({})", body.len(), Fingerprint::of(body)),
            Err(_) => format!("{} bytes that are no text", body.len()),
        }
    }

    fn describe_members(&self, members: &Map<String, Value>) -> String {
        if members.is_empty() {
            return "JSON without a member".to_owned();
        }
        let mut names: Vec<_> = members
            .keys()
            .take(NAMED)
            .map(|name| self.redaction.quote(name))
            .collect();
        if members.len() > NAMED {
            names.push("…".to_owned());
        }
        format!("JSON with {}", names.join(", "))
    }
}

fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

fn found(value: Option<&Value>) -> &'static str {
    value.map_or("nothing", kind)
}

/// Reads an integer, which a number with a zero fraction is too.
fn integer(value: &Value) -> Option<i64> {
    // Both are powers of two, and exact.
    const BEYOND: f64 = 9_223_372_036_854_775_808.0;
    value.as_i64().or_else(|| {
        let float = value.as_f64().filter(|float| float.fract() == 0.0)?;
        (-BEYOND..BEYOND).contains(&float).then_some(float as i64)
    })
}

fn describe_expiration(seconds: i64, left: i64, now: i64, range: &Range) -> String {
    if range.contains((seconds / 1000).saturating_sub(now)) {
        format!("{seconds}, which seems to be in milliseconds")
    } else if range.contains(seconds) {
        format!("{seconds}, which seems to be a lifetime and no time")
    } else if left < 0 {
        format!("{seconds}, which was {} seconds ago", left.unsigned_abs())
    } else {
        format!("{seconds}, which is {left} seconds from now")
    }
}
