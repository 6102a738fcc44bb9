//! What was received, and how it was answered.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::Fault;
use crate::http_date::unix_milliseconds;
use crate::recent::Recent;
use crate::rules::{ACTING_USER_NAMES, Fields};
use crate::secrets::{self, Secrets, speaks_of_a_secret};

/// A request that the fake has received.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReceivedRequest {
    /// Counts the requests of a fake from 1.
    pub number: u64,
    /// When it came, by the fake's clock.
    pub received_at: SystemTime,
    /// The method.
    pub method: Method,
    /// The path, without the query.
    pub path: String,
    /// The headers, in their order and with their repeats.
    ///
    /// A value that may be a secret is `<redacted #…>`, with its [fingerprint](crate::Fingerprint): those of
    /// `Authorization` (after its scheme) and `Cookie`, of a name that speaks of a secret, key or
    /// token, a value marked [sensitive](HeaderValue::is_sensitive), and any that repeats the
    /// credential or a minted token, or in a request that is refused any credential that the fake
    /// knows. The user acted for is shown.
    pub headers: HeaderMap,
    /// The length of the body in bytes.
    pub body_length: usize,
    /// The status of its reply, whether that arrived or not; 503 where a fault struck before there
    /// was one.
    pub status: StatusCode,
    /// What became of it.
    pub outcome: Outcome,
    /// What happened to the connection or to the reply on its way.
    pub fault: Option<Fault>,
    /// The reply was written whole: to the connection, or in process to the caller.
    ///
    /// It is `false` while the reply is on its way, and stays so where a fault, or a client that
    /// went away, kept it from arriving.
    pub delivered: bool,
    /// When it was written whole, by the fake's clock.
    pub(crate) delivered_at: Option<SystemTime>,
    /// What a report compares with the contract's cases, if the request was refused for what it is.
    pub(crate) fields: Option<Box<Fields>>,
}

impl ReceivedRequest {
    /// Gives the first value of a header, if it is there and readable.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Says why the request was refused.
    #[must_use]
    pub fn mismatch(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Refused(why) | Outcome::Unmatched(why) => Some(why),
            Outcome::Minted | Outcome::Scripted | Outcome::Chaos | Outcome::StatusAsked => None,
        }
    }

    /// Says whether the request was no createToken call as the contract wants it, which fails
    /// strict verification.
    #[must_use]
    pub fn is_unmatched(&self) -> bool {
        matches!(self.outcome, Outcome::Unmatched(_))
    }
}

/// Writes times in Unix milliseconds, `headers` as lists of values, `outcome` and `fault` in words.
impl Serialize for ReceivedRequest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut headers = BTreeMap::<&str, Vec<Cow<'_, str>>>::new();
        for (name, value) in &self.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            headers.entry(name.as_str()).or_default().push(value);
        }
        let mut json = serializer.serialize_struct("ReceivedRequest", 11)?;
        json.serialize_field("number", &self.number)?;
        json.serialize_field("received_at_ms", &unix_milliseconds(self.received_at))?;
        json.serialize_field("method", self.method.as_str())?;
        json.serialize_field("path", &self.path)?;
        json.serialize_field("headers", &headers)?;
        json.serialize_field("body_length", &self.body_length)?;
        json.serialize_field("status", &self.status.as_u16())?;
        json.serialize_field("outcome", self.outcome.word())?;
        json.serialize_field("mismatch", &self.mismatch())?;
        json.serialize_field("fault", &self.fault.as_ref().map(ToString::to_string))?;
        json.serialize_field("delivered", &self.delivered)?;
        json.end()
    }
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// A token was minted.
    Minted,
    /// A step of the script answered it.
    Scripted,
    /// [Chaos](crate::Chaos) answered it, or broke it before the rulebook was asked.
    Chaos,
    /// The credential asked for this status by its spelling.
    StatusAsked,
    /// It was refused as the contract says, and why: an unknown credential, say.
    Refused(Cow<'static, str>),
    /// It was no createToken call as the contract wants it, and why: a wrong path, say.
    Unmatched(Cow<'static, str>),
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Self::Minted => "minted",
            Self::Scripted => "scripted",
            Self::Chaos => "chaos",
            Self::StatusAsked => "status_asked",
            Self::Refused(_) => "refused",
            Self::Unmatched(_) => "unmatched",
        }
    }
}

/// A fault that struck before a request was read, which is in the journal by this alone.
#[derive(Debug)]
pub(crate) struct Strike {
    pub(crate) at: SystemTime,
    pub(crate) fault: Fault,
    /// The number of the request that was read next.
    pub(crate) before: u64,
}

/// The requests received so far.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    received: Recent<ReceivedRequest>,
    strikes: Recent<Strike>,
    calls: usize,
    unmatched: usize,
}

impl Journal {
    /// Makes a journal that keeps all requests, or the last ones.
    pub(crate) fn new(limit: Option<usize>) -> Self {
        Self {
            received: Recent::new(limit),
            strikes: Recent::new(limit),
            ..Self::default()
        }
    }

    pub(crate) fn requests(&self) -> &[ReceivedRequest] {
        self.received.as_slice()
    }

    /// Gives the latest request, even where none is kept.
    pub(crate) fn latest(&self) -> Option<&ReceivedRequest> {
        self.received.latest()
    }

    /// Counts the requests, also those no longer kept.
    pub(crate) fn total(&self) -> usize {
        self.received.total()
    }

    /// Counts those that fail strict verification, also those no longer kept.
    pub(crate) fn unmatched(&self) -> usize {
        self.unmatched
    }

    /// Counts the requests that came to createToken's path by its method.
    pub(crate) fn calls(&self) -> usize {
        self.calls
    }

    pub(crate) fn count_call(&mut self) {
        self.calls += 1;
    }

    pub(crate) fn next_number(&self) -> u64 {
        self.received.total() as u64 + 1
    }

    pub(crate) fn record(&mut self, request: ReceivedRequest) {
        self.unmatched += usize::from(request.is_unmatched());
        self.received.push(request);
    }

    pub(crate) fn record_strike(&mut self, fault: Fault, at: SystemTime) {
        let before = self.next_number();
        self.strikes.push(Strike { at, fault, before });
    }

    pub(crate) fn strikes(&self) -> &[Strike] {
        self.strikes.as_slice()
    }

    /// Notes that a reply was written whole at a time, or not after all.
    pub(crate) fn mark_delivered(&mut self, number: u64, at: Option<SystemTime>) {
        let kept = self.received.as_mut_slice();
        if let Ok(index) = kept.binary_search_by_key(&number, |request| request.number) {
            kept[index].delivered = at.is_some();
            kept[index].delivered_at = at;
        }
    }
}

/// Copies the headers of `request` without its secrets.
pub(crate) fn redacted_headers(request: &Request<Bytes>, secrets: &Secrets<'_>) -> HeaderMap {
    request
        .headers()
        .iter()
        .map(|(name, value)| {
            let secret = speaks_of_a_secret(name)
                || value.is_sensitive() && !ACTING_USER_NAMES.contains(&name.as_str())
                || secrets.stand_in(value.as_bytes());
            let value = if !secret {
                unmarked(value)
            } else if name == AUTHORIZATION {
                redacted_bearer(value)
            } else {
                redacted(value)
            };
            (name.clone(), value)
        })
        .collect()
}

/// Copies the path of `request`, unless a secret stands in it.
pub(crate) fn redacted_path(request: &Request<Bytes>, secrets: &Secrets<'_>) -> String {
    let path = request.uri().path();
    if secrets.stand_in(path.as_bytes()) {
        secrets::redacted(path)
    } else {
        path.to_owned()
    }
}

fn redacted(value: &HeaderValue) -> HeaderValue {
    mark("", value.as_bytes())
}

/// Keeps the scheme, so that the fingerprint is the credential's, as in the ledger.
fn redacted_bearer(value: &HeaderValue) -> HeaderValue {
    match value.as_bytes().split_at_checked("Bearer ".len()) {
        Some((scheme, secret)) if scheme.eq_ignore_ascii_case(b"Bearer ") => {
            mark("Bearer ", secret)
        }
        _ => redacted(value),
    }
}

fn mark(before: &str, secret: &[u8]) -> HeaderValue {
    HeaderValue::try_from(format!("{before}{}", secrets::redacted(secret)))
        .unwrap_or(HeaderValue::from_static("<redacted>"))
}

/// A value marked sensitive would hide itself from `Debug`.
fn unmarked(value: &HeaderValue) -> HeaderValue {
    let mut value = value.clone();
    value.set_sensitive(false);
    value
}
