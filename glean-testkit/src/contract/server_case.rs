use std::fmt;
use std::time::SystemTime;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Request, Response};
use serde::{Deserialize, Serialize};

use super::check::check;
use super::{Credentials, Expectation, Given, Headers, Unaskable, Verdict};
use crate::rules::ACTING_USER_NAMES;

/// What a server is asked, and what it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ServerCase {
    /// What holds before it is asked.
    pub given: Given,
    /// What it is asked.
    pub request: RequestTemplate,
    /// What it answers.
    pub expect: Expectation,
    /// Whether a real tenant may be asked.
    pub live: Live,
}

impl ServerCase {
    /// Makes the request, below the server's URL. With an empty URL it has a path alone, which is enough
    /// for a [`GleanModel`](crate::GleanModel).
    ///
    /// Header values that hold a credential or a user are marked sensitive.
    ///
    /// # Errors
    ///
    /// Returns [`Unaskable`] if a credential or a user that the case needs is missing, or if HTTP does not
    /// allow the URL or what was given for them.
    pub fn request(
        &self,
        base_url: &str,
        credentials: &Credentials,
    ) -> Result<Request<Bytes>, Unaskable> {
        let template = &self.request;
        let url = format!("{}{}", base_url.trim_end_matches('/'), template.path);
        let mut request = Request::builder()
            .method(template.method.as_str())
            .uri(url)
            .body(Bytes::copy_from_slice(template.body.as_bytes()))
            .map_err(|_| Unaskable::new("the server's URL is none that a request can have"))?;
        for (name, value) in template.headers.iter() {
            let forbidden =
                || Unaskable::new(format!("HTTP does not allow what `{name}` would be"));
            let filled = credentials.fill(value, &self.given.credential)?;
            let name = HeaderName::try_from(name).map_err(|_| forbidden())?;
            let mut value = HeaderValue::try_from(filled).map_err(|_| forbidden())?;
            value
                .set_sensitive(name == AUTHORIZATION || ACTING_USER_NAMES.contains(&name.as_str()));
            request.headers_mut().append(name, value);
        }
        Ok(request)
    }

    /// Compares a reply with the expected one.
    ///
    /// A token's lifetime counts from the reply's own `Date`, and from `now` if it has none. The
    /// `credentials` are those of the request: none of them is repeated, should the server echo it.
    #[must_use]
    pub fn check(
        &self,
        response: &Response<Bytes>,
        now: SystemTime,
        credentials: &Credentials,
    ) -> Verdict {
        check(&self.expect, response, now, credentials)
    }
}

/// What a server is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RequestTemplate {
    /// The method.
    pub method: String,
    /// The path below the server's URL, and the query if there is one.
    pub path: String,
    /// The headers; `{credential}`, `{user}`, `{USER}` (in capitals) and `{other_user}` are placeholders.
    pub headers: Headers,
    /// The body.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub body: String,
    /// The request lacks what HTTP's framing needs. An ordinary client adds it, so only a bare rulebook
    /// can be asked this.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unframed: bool,
}

/// Writes the request in a line, with its placeholders: `POST /rest/api/v1/createauthtoken, accept: …`.
impl fmt::Display for RequestTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        for (name, value) in self.headers.iter() {
            write!(f, ", {name}: {value}")?;
        }
        match self.body.as_str() {
            "" => Ok(()),
            body => write!(f, ", with the body `{body}`"),
        }
    }
}

/// Whether a real tenant may be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Live {
    /// It does no harm, and the answer says something of the contract.
    Safe,
    /// It may not, and why.
    Unsafe(String),
}
