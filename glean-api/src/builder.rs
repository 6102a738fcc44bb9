use std::ffi::OsString;
use std::sync::Arc;
use std::time::Duration;

use glean_transport::retry::{Jitter, MissingSleep, RetryCodes, Timing};
use glean_transport::time::{Clock, Sleep};
use glean_transport::{DEFAULT_BODY_LIMIT, Transport};
use http::HeaderValue;

use crate::credential::Credential;
use crate::glean_core::{Defaults, Inner};
use crate::operation::{base_headers, credential, server};
use crate::options::{ACT_AS, option_setters};
use crate::{Error, Glean, GleanCore, RequestOptions, env, execute};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// Stands in a [`GleanBuilder`] for the transport of the feature that is on.
#[derive(Clone, Copy, Debug, Default)]
pub struct DefaultTransport(());

/// Builds a [`Glean`]. Every option of a call can be set for all of them here.
///
/// Without the feature `reqwest` there is no default transport, and a builder that was given none
/// does not build:
///
#[cfg_attr(feature = "reqwest", doc = "```no_run")]
#[cfg_attr(not(feature = "reqwest"), doc = "```compile_fail,E0599")]
/// use glean_api::Glean;
///
/// let glean = Glean::builder().instance("acme").api_token("s3cret").build();
/// ```
#[derive(Debug)]
#[must_use]
pub struct GleanBuilder<T = DefaultTransport> {
    options: RequestOptions,
    transport: T,
    clock: Option<Arc<dyn Clock>>,
    sleep: Option<Arc<dyn Sleep>>,
    jitter: Option<Jitter>,
    #[cfg(feature = "tracing")]
    debug: Option<bool>,
}

impl GleanBuilder {
    pub(crate) fn new() -> Self {
        Self {
            options: RequestOptions::new(),
            transport: DefaultTransport(()),
            clock: None,
            sleep: None,
            jitter: None,
            #[cfg(feature = "tracing")]
            debug: None,
        }
    }
}

impl<T> GleanBuilder<T> {
    option_setters!();

    fn options_mut(&mut self) -> &mut RequestOptions {
        &mut self.options
    }

    /// Takes from the environment what was not set before.
    ///
    /// | variable | sets |
    /// | --- | --- |
    /// | `GLEAN_API_TOKEN` | the credential |
    /// | `GLEAN_SERVER_URL` | the server's URL; counts before the instance |
    /// | `GLEAN_INSTANCE` | the instance |
    /// | `X_GLEAN_EXCLUDE_DEPRECATED_AFTER` | a date, `YYYY-MM-DD` |
    /// | `X_GLEAN_INCLUDE_EXPERIMENTAL` | `true` or `false` |
    /// | `GLEAN_DEBUG` | `1` or `0`: whether to trace each attempt; read with the feature `tracing` alone |
    ///
    /// An empty variable counts as none. What does not fit is told by [`build`](Self::build), with
    /// the variable's name.
    pub fn env(self) -> Self {
        self.env_from(|name| std::env::var_os(name))
    }

    /// Takes from a given lookup what [`env`](Self::env) takes from the process's environment.
    pub fn env_from(mut self, lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        env::fill(&mut self.options, &lookup);
        #[cfg(feature = "tracing")]
        if self.debug.is_none() {
            self.debug = env::debug(&mut self.options, &lookup);
        }
        self
    }

    /// Sets the transport that sends the requests.
    pub fn transport(self, transport: impl Transport) -> GleanBuilder<Arc<dyn Transport>> {
        GleanBuilder {
            options: self.options,
            transport: Arc::new(transport),
            clock: self.clock,
            sleep: self.sleep,
            jitter: self.jitter,
            #[cfg(feature = "tracing")]
            debug: self.debug,
        }
    }

    /// Says whether to trace each attempt: a span with its URL, status and kind of failure, and two
    /// events, for whichever subscriber of `tracing` is there. Default: no.
    ///
    /// Neither a header's value nor a body is in it. It is put around the transport, a given one
    /// too; [`Traced`](crate::transport::decorate::Traced) lists the fields. A transport that has
    /// tracing around it already is traced twice.
    #[cfg(feature = "tracing")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
    pub fn debug(mut self, debug: bool) -> Self {
        self.debug = Some(debug);
        self
    }

    /// Sets the clock. Default: the system's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Sets what waits, for time-outs and retries. Default: tokio's timer, with the feature `tokio`,
    /// which panics outside a tokio runtime: on another one, give its own timer here.
    pub fn sleep(mut self, sleep: impl Sleep) -> Self {
        self.sleep = Some(Arc::new(sleep));
        self
    }

    /// Sets how waits are spread. Default: seeded by chance.
    pub fn jitter(mut self, jitter: Jitter) -> Self {
        self.jitter = Some(jitter);
        self
    }

    fn build_over(
        self,
        transport: impl FnOnce(T, &Defaults) -> Result<Arc<dyn Transport>, Error>,
    ) -> Result<Glean, Error> {
        let mut timing = Timing::new(self.sleep.or_else(default_sleep));
        if let Some(clock) = self.clock {
            timing.clock = clock;
        }
        if let Some(jitter) = self.jitter {
            timing.jitter = Arc::new(jitter);
        }
        let defaults = Defaults::of(self.options)?;
        if timing.sleep.is_none() && defaults.needs_sleep() {
            return Err(Error::missing_sleep(MissingSleep));
        }
        let transport = transport(self.transport, &defaults)?;
        #[cfg(feature = "tracing")]
        let transport = match self.debug {
            Some(true) => Arc::new(glean_transport::TransportExt::with_tracing(transport)),
            _ => transport,
        };
        Ok(Glean::new(GleanCore(Arc::new(Inner {
            transport,
            timing,
            defaults,
        }))))
    }
}

impl GleanBuilder<Arc<dyn Transport>> {
    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if an option was
    /// refused, if the server or the credential is missing, or if a time-out or retries are on and
    /// there is no [`Sleep`] to wait with.
    pub fn build(self) -> Result<Glean, Error> {
        self.build_over(|transport, _| Ok(transport))
    }
}

#[cfg(feature = "reqwest")]
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest")))]
impl GleanBuilder<DefaultTransport> {
    /// Builds the client over reqwest.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if an option was
    /// refused, if the server or the credential is missing, or if TLS can't be set up.
    pub fn build(self) -> Result<Glean, Error> {
        use glean_transport::reqwest_0_13::ReqwestTransport;

        self.build_over(|DefaultTransport(()), defaults| {
            let transport = ReqwestTransport::new();
            transport
                .prepare(defaults.server.base())
                .map_err(Error::transport)?;
            Ok(Arc::new(transport) as Arc<dyn Transport>)
        })
    }
}

fn default_sleep() -> Option<Arc<dyn Sleep>> {
    #[cfg(feature = "tokio")]
    return Some(Arc::new(glean_transport::time::TokioSleep));
    #[cfg(not(feature = "tokio"))]
    None
}

impl Defaults {
    fn of(mut options: RequestOptions) -> Result<Self, Error> {
        options.check()?;
        let server = server(&options)?;
        let credential = credential(&options)?;
        let authorization = match &credential {
            Credential::Fixed(value) => Some(value.clone()),
            _ => None,
        };
        let mut headers = base_headers(authorization);
        options.move_headers(&mut headers);
        let mut headers_acting = headers.clone();
        headers_acting
            .entry(ACT_AS)
            .or_insert(HeaderValue::from_static(""));
        Ok(Self {
            server,
            credential,
            allow_insecure_http: options.allow_insecure_http.unwrap_or(false),
            timeout: options.timeout.over(Some(&DEFAULT_TIMEOUT)).copied(),
            deadline: options.deadline.over(None).copied(),
            retries: options.retries.over(None).cloned().unwrap_or_default(),
            retry_codes: options
                .retry_codes
                .over(Some(&RetryCodes::default()))
                .cloned()
                .unwrap_or(RetryCodes::none()),
            retry_budget: options.retry_budget.over(None).cloned(),
            body_limit: options.body_limit.over(Some(&DEFAULT_BODY_LIMIT)).copied(),
            headers,
            headers_acting,
            extra_headers: options.extra_headers().to_vec(),
        })
    }

    /// Says whether a call without options of its own has to wait or to stop in time.
    fn needs_sleep(&self) -> bool {
        let options = RequestOptions::new();
        execute::plan("", self, &options, Duration::ZERO).needs_sleep()
    }
}
