use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use glean_transport::Transport;
use glean_transport::retry::{RetryBudget, RetryCodes, RetryConfig, Timing};
use http::{HeaderMap, Uri};

use crate::credential::Credential;
use crate::options::ExtraHeader;
use crate::server::ServerUrl;

/// The part of a client that the standalone functions of [`funcs`](crate::funcs) take.
///
/// Cloning is cheap; clones share the transport, its connections and the retry budget.
#[derive(Clone)]
pub struct GleanCore(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) timing: Timing,
    pub(crate) defaults: Defaults,
}

/// What every call of a client does unless it says otherwise; all parsed.
pub(crate) struct Defaults {
    pub(crate) server: ServerUrl,
    pub(crate) credential: Credential,
    pub(crate) allow_insecure_http: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: RetryConfig,
    pub(crate) retry_codes: RetryCodes,
    pub(crate) retry_budget: Option<RetryBudget>,
    pub(crate) body_limit: Option<usize>,
    /// All headers but the extra ones, with a fixed credential.
    pub(crate) headers: HeaderMap,
    /// The same with a place for the acting user, so that a call's own does not make the map grow.
    pub(crate) headers_acting: HeaderMap,
    pub(crate) extra_headers: Vec<ExtraHeader>,
}

impl GleanCore {
    /// Gives the URL of the server that calls go to unless they say otherwise.
    #[must_use]
    pub fn server_url(&self) -> &Uri {
        self.0.defaults.server.base()
    }
}

impl fmt::Debug for GleanCore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let defaults = &self.0.defaults;
        f.debug_struct("GleanCore")
            .field("server", &defaults.server)
            .field("credential", &defaults.credential)
            .field("timeout", &defaults.timeout)
            .field("deadline", &defaults.deadline)
            .field("retries", &defaults.retries)
            .field("retry_budget", &defaults.retry_budget)
            .field("transport", &self.0.transport)
            .finish_non_exhaustive()
    }
}
