use std::fmt;
use std::time::Duration;

use glean_models::AuthType;
use glean_transport::retry::{RetryBudget, RetryCodes, RetryConfig};
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Setting, act_as, date, header, option_setters};
use crate::Error;
use crate::credential::{ApiToken, Credential};
use crate::server::ServerUrl;

pub(crate) const ACT_AS: HeaderName = HeaderName::from_static("x-glean-actas");
const AUTH_TYPE: HeaderName = HeaderName::from_static("x-glean-auth-type");
const EXCLUDE_DEPRECATED_AFTER: HeaderName =
    HeaderName::from_static("x-glean-exclude-deprecated-after");
const INCLUDE_EXPERIMENTAL: HeaderName = HeaderName::from_static("x-glean-include-experimental");

/// Names this client to the server, unless told otherwise.
const AGENT: &str = concat!("glean-rust/", env!("CARGO_PKG_VERSION"));

const FORBIDDEN_BYTES: &str = "it holds bytes that HTTP forbids";

/// The options of a call.
///
/// The same methods stand on [`GleanBuilder`](crate::GleanBuilder), where they set what every call
/// does, and on [`Call`](crate::Call), where they override it for one. What is not set is
/// inherited; the `no_…` methods switch off what would be.
///
/// ```
/// use std::time::Duration;
/// use glean_api::RequestOptions;
/// use glean_api::transport::retry::RetryConfig;
///
/// let options = RequestOptions::new()
///     .act_as("ada@example.com")
///     .timeout(Duration::from_secs(5))
///     .retries(RetryConfig::backoff().max_attempts(3));
/// ```
#[derive(Clone, Default)]
#[must_use = "options do nothing until they are given to a call"]
pub struct RequestOptions {
    pub(crate) server: Setting<ServerUrl>,
    pub(crate) credential: Setting<Credential>,
    pub(crate) timeout: Setting<Duration>,
    pub(crate) deadline: Setting<Duration>,
    pub(crate) retries: Setting<RetryConfig>,
    pub(crate) retry_codes: Setting<RetryCodes>,
    pub(crate) retry_budget: Setting<RetryBudget>,
    pub(crate) body_limit: Setting<usize>,
    pub(crate) allow_insecure_http: Option<bool>,
    user_agent: Setting<HeaderValue>,
    pub(crate) act_as: Setting<HeaderValue>,
    pub(crate) auth_type: Setting<HeaderValue>,
    pub(crate) exclude_deprecated_after: Setting<HeaderValue>,
    pub(crate) include_experimental: Setting<HeaderValue>,
    headers: Vec<(HeaderName, HeaderValue)>,
    drops_inherited_headers: bool,
    /// The first refusal of a setter, told when the client is built or the call is sent.
    refusal: Option<String>,
}

impl RequestOptions {
    /// Makes options that leave everything to the client.
    pub fn new() -> Self {
        Self::default()
    }

    option_setters!();

    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.refusal {
            Some(refusal) => Err(Error::invalid(refusal.clone())),
            None => Ok(()),
        }
    }

    pub(crate) fn refuse(&mut self, what: &str, why: impl fmt::Display) {
        self.refusal.get_or_insert_with(|| format!("{what}: {why}"));
    }

    /// Runs a setter, and puts `source` before what it refuses.
    pub(crate) fn naming(&mut self, source: &str, set: impl FnOnce(&mut Self)) {
        let before = self.refusal.take();
        set(self);
        let refused = self
            .refusal
            .take()
            .map(|refusal| format!("{source}: {refusal}"));
        self.refusal = before.or(refused);
    }

    /// Writes the headers that these options ask for over those of the client.
    ///
    /// The values move: the first clone of a header value costs an allocation.
    pub(crate) fn move_headers(&mut self, headers: &mut HeaderMap) {
        move_header(headers, USER_AGENT, &mut self.user_agent);
        move_header(headers, ACT_AS, &mut self.act_as);
        move_header(headers, AUTH_TYPE, &mut self.auth_type);
        let exclude = &mut self.exclude_deprecated_after;
        move_header(headers, EXCLUDE_DEPRECATED_AFTER, exclude);
        move_header(
            headers,
            INCLUDE_EXPERIMENTAL,
            &mut self.include_experimental,
        );
    }

    /// Writes all headers of a call over those of the client, `inherited` extra ones among them.
    pub(crate) fn move_all_headers(&mut self, headers: &mut HeaderMap, inherited: &[ExtraHeader]) {
        let is_kept = |name: &HeaderName| {
            !self.drops_inherited_headers && !self.headers.iter().any(|(own, _)| own == name)
        };
        write_extra(headers, inherited.iter().filter(|(name, _)| is_kept(name)));
        self.move_headers(headers);
        write_extra(headers, self.headers.iter());
    }

    pub(crate) fn extra_headers(&self) -> &[ExtraHeader] {
        &self.headers
    }

    pub(crate) fn has_extra_headers(&self) -> bool {
        !self.headers.is_empty()
    }

    pub(crate) fn sets_act_as(&self) -> bool {
        matches!(self.act_as, Setting::Set(_))
    }

    pub(crate) fn default_user_agent() -> HeaderValue {
        HeaderValue::from_static(AGENT)
    }

    fn options_mut(&mut self) -> &mut Self {
        self
    }

    fn set_parsed<T, E: fmt::Display>(
        &mut self,
        name: &str,
        parsed: Result<T, E>,
        field: impl FnOnce(&mut Self) -> &mut Setting<T>,
    ) {
        match parsed {
            Ok(value) => *field(self) = Setting::Set(value),
            Err(why) => self.refuse(name, why),
        }
    }

    pub(crate) fn set_server_url(&mut self, url: &str) {
        self.set_parsed("server URL", ServerUrl::parse(url), |options| {
            &mut options.server
        });
    }

    pub(crate) fn set_instance(&mut self, instance: &str) {
        self.set_parsed("instance", ServerUrl::of_instance(instance), |it| {
            &mut it.server
        });
    }

    pub(crate) fn set_api_token(&mut self, token: &ApiToken) {
        let fixed = token.authorization().map(Credential::Fixed);
        self.set_parsed("credential", fixed, |options| &mut options.credential);
    }

    pub(crate) fn set_act_as(&mut self, email: &str) {
        self.set_parsed("act_as", act_as::parse(email), |options| {
            &mut options.act_as
        });
    }

    pub(crate) fn set_auth_type(&mut self, auth_type: &AuthType) {
        let value = match auth_type.as_str() {
            "" => Err("it is empty; to send none, call `.no_auth_type()`"),
            text => HeaderValue::from_str(text).map_err(|_| FORBIDDEN_BYTES),
        };
        self.set_parsed("auth_type", value, |options| &mut options.auth_type);
    }

    pub(crate) fn set_exclude_deprecated_after(&mut self, date: &str) {
        self.set_parsed("exclude_deprecated_after", date::parse(date), |options| {
            &mut options.exclude_deprecated_after
        });
    }

    pub(crate) fn set_include_experimental(&mut self, include: bool) {
        self.include_experimental = if include {
            Setting::Set(HeaderValue::from_static("true"))
        } else {
            Setting::Off
        };
    }

    pub(crate) fn set_user_agent_suffix(&mut self, suffix: &str) {
        let value = match suffix.trim() {
            "" => Err("it is empty; to send none, call `.no_user_agent_suffix()`"),
            suffix => {
                HeaderValue::from_str(&format!("{AGENT} {suffix}")).map_err(|_| FORBIDDEN_BYTES)
            }
        };
        self.set_parsed("user_agent_suffix", value, |options| {
            &mut options.user_agent
        });
    }

    pub(crate) fn reset_user_agent(&mut self) {
        self.user_agent = Setting::Set(Self::default_user_agent());
    }

    pub(crate) fn drop_headers(&mut self) {
        self.headers.clear();
        self.drops_inherited_headers = true;
    }

    pub(crate) fn set_retries(&mut self, retries: RetryConfig) {
        let checked = match &retries {
            RetryConfig::Backoff(backoff) => backoff.validate(),
            _ => Ok(()),
        };
        self.set_parsed("retries", checked.map(|()| retries), |options| {
            &mut options.retries
        });
    }

    pub(crate) fn set_retry_budget(&mut self, budget: RetryBudget) {
        let checked = budget.validate().map(|()| budget);
        self.set_parsed("retry_budget", checked, |options| &mut options.retry_budget);
    }

    pub(crate) fn set_duration(
        &mut self,
        name: &str,
        duration: Duration,
        field: impl FnOnce(&mut Self) -> &mut Setting<Duration>,
    ) {
        let checked = if duration.is_zero() {
            Err(format!("it is zero; to switch it off, call `.no_{name}()`"))
        } else {
            Ok(duration)
        };
        self.set_parsed(name, checked, field);
    }

    pub(crate) fn set_header(&mut self, name: &str, value: &str) {
        match header::parse(name, value) {
            Ok(header) => self.headers.push(header),
            Err(why) => self.refuse("header", why),
        }
    }
}

pub(crate) type ExtraHeader = (HeaderName, HeaderValue);

fn move_header(headers: &mut HeaderMap, name: HeaderName, setting: &mut Setting<HeaderValue>) {
    if setting.is_inherited() {
        return;
    }
    match std::mem::take(setting) {
        Setting::Set(value) => drop(headers.insert(name, value)),
        _ => drop(headers.remove(name)),
    }
}

/// Writes extra headers: the first of a name replaces what is there, such as `User-Agent`.
fn write_extra<'a>(headers: &mut HeaderMap, extra: impl Iterator<Item = &'a ExtraHeader>) {
    let mut written = Vec::new();
    for (name, value) in extra {
        if written.contains(&name) {
            headers.append(name, value.clone());
        } else {
            headers.insert(name, value.clone());
            written.push(name);
        }
    }
}

impl fmt::Debug for RequestOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestOptions")
            .field("server", &self.server)
            .field("credential", &self.credential)
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retries", &self.retries)
            .field("retry_codes", &self.retry_codes)
            .field("retry_budget", &self.retry_budget)
            .field("body_limit", &self.body_limit)
            .field("act_as", &self.act_as)
            .field("auth_type", &self.auth_type)
            .field(
                "headers",
                &self
                    .headers
                    .iter()
                    .map(|(name, _)| name)
                    .collect::<Vec<_>>(),
            )
            .field("refusal", &self.refusal)
            .finish_non_exhaustive()
    }
}
