use std::collections::BTreeMap;

use bytes::Bytes;
use glean_transport::TransportErrorKind;
use http::Response;
use serde::{Deserialize, Serialize};

use super::Headers;

/// What is played to a client.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ClientCase {
    /// How the client is configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    /// What its first request is like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sends: Option<Sent>,
    /// What its attempts get, in order. The last one repeats; without any, a token is minted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replies: Vec<Exchange>,
}

impl ClientCase {
    /// Gives what an attempt gets, counted from 0.
    #[must_use]
    pub fn exchange(&self, attempt: usize) -> Exchange {
        let of_attempt = self.replies.get(attempt).or_else(|| self.replies.last());
        of_attempt.cloned().unwrap_or_else(Exchange::minted)
    }
}

/// How a client is configured.
///
/// Unless there is an environment, what is left out is the server `https://acme-be.glean.com` and a
/// credential of the test's own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Call {
    /// A server's URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server_url: Option<String>,
    /// An instance, in place of a server's URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The credential, which is made up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// The user to act for, by e-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act_as: Option<String>,
    /// The type of the credential.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_type: Option<String>,
    /// A date, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exclude_deprecated_after: Option<String>,
    /// Whether experimental parts are asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub include_experimental: Option<bool>,
    /// Further headers.
    #[serde(default, skip_serializing_if = "Headers::is_empty")]
    pub headers: Headers,
    /// The environment that the client takes the rest from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<BTreeMap<String, String>>,
    /// How long each attempt may take, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// How to retry, if that is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retries: Option<Retries>,
}

/// Retries by the contract's defaults, but for what is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Retries {
    /// The statuses that are retried, and families of them such as `5XX`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
    /// The longest wait, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_interval_ms: Option<u64>,
    /// The longest time in all, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_elapsed_ms: Option<u64>,
    /// Whether connection errors and time-outs are retried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connection_errors: Option<bool>,
}

/// What a client's first request is like.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Sent {
    /// The method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The whole URL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Headers to the letter; `{credential}` stands for the credential.
    #[serde(default, skip_serializing_if = "Headers::is_empty")]
    pub headers: Headers,
    /// Headers that are there, with whatever value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub present: Vec<String>,
    /// Headers that are not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    /// The body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// What an attempt gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Exchange {
    /// A reply.
    Reply(ReplyTemplate),
    /// No whole reply.
    Fault {
        /// What happens instead.
        fault: Fault,
    },
}

impl Exchange {
    fn minted() -> Self {
        Self::Reply(ReplyTemplate {
            status: 200,
            headers: Headers::from_iter([("content-type", "application/json")]),
            body: r#"{"token":"t0ken","expirationTime":1893456000}"#.to_owned(),
        })
    }
}

/// A reply such as a server may send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReplyTemplate {
    /// The status.
    pub status: u16,
    /// The headers.
    #[serde(default, skip_serializing_if = "Headers::is_empty")]
    pub headers: Headers,
    /// The body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
}

impl ReplyTemplate {
    /// Makes the reply.
    ///
    /// # Errors
    ///
    /// Returns an error if HTTP does not allow the status or a header. The cases of the contract have
    /// none such.
    pub fn response(&self) -> Result<Response<Bytes>, http::Error> {
        let head = Response::builder().status(self.status);
        self.headers
            .iter()
            .fold(head, |head, (name, value)| head.header(name, value))
            .body(Bytes::copy_from_slice(self.body.as_bytes()))
    }
}

/// What happens in place of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Fault {
    /// No connection comes about.
    Connect,
    /// The connection is lost before the reply.
    Interrupted,
    /// The reply breaks off.
    BrokenOff,
    /// Nothing at all, for as long as the client waits.
    Silence,
    /// The reply is larger than the client allows.
    TooLarge,
}

impl Fault {
    /// Gives what a transport makes of it; nothing, of silence.
    #[must_use]
    pub fn error_kind(self) -> Option<TransportErrorKind> {
        match self {
            Self::Connect => Some(TransportErrorKind::Connect),
            Self::Interrupted => Some(TransportErrorKind::Interrupted),
            Self::BrokenOff => Some(TransportErrorKind::Body),
            Self::Silence => None,
            Self::TooLarge => Some(TransportErrorKind::TooLarge),
        }
    }
}
