mod answer;
mod config;
mod error_body;
mod mint;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use glean_transport::time::{Clock, SystemClock};
use http::header::DATE;
use http::{HeaderName, HeaderValue, Request, Response};

use crate::http_date::http_date;
use crate::journal::{self, Journal, ReceivedRequest};
use crate::ledger::Ledger;
use crate::script::Script;
use crate::verification;
use crate::{Step, VerificationError};

use answer::Moment;
pub use config::ModelConfig;
pub(crate) use mint::Mint;
pub(crate) use mint::TOKEN_PREFIX;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The rulebook: answers requests as the contract says, without any input or output of its own.
///
/// It is what every carrier shares. [`FakeGlean`](crate::FakeGlean) wraps it with a carrier; use it
/// bare to put it behind a server of your own.
///
/// ```
/// use bytes::Bytes;
/// use glean_testkit::{GleanModel, ModelConfig};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mut model = GleanModel::new(ModelConfig::default());
/// let request = http::Request::post("/rest/api/v1/createauthtoken")
///     .header("authorization", "Bearer glean_global")
///     .header("content-length", "0")
///     .body(Bytes::new())?;
///
/// let response = model.handle(&request);
///
/// assert_eq!(response.status(), 400);
/// assert_eq!(response.body(), "Required header missing: X-Glean-ActAs");
/// # Ok(())
/// # }
/// ```
///
/// Every reply has a `Date` by the model's clock and an `x-request-id` made of the request's
/// number. A refused request's reply says why in `x-glean-testkit-mismatch`.
pub struct GleanModel {
    config: ModelConfig,
    clock: Arc<dyn Clock>,
    mint: Mint,
    script: Script,
    ledger: Ledger,
    journal: Journal,
}

impl GleanModel {
    /// Makes a rulebook on the system's clock.
    #[must_use]
    pub fn new(config: ModelConfig) -> Self {
        Self {
            mint: Mint::new(config.seed),
            config,
            clock: Arc::new(SystemClock),
            script: Script::default(),
            ledger: Ledger::default(),
            journal: Journal::default(),
        }
    }

    /// Replaces the clock.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Answers a request; any request gets a reply.
    pub fn handle(&mut self, request: &Request<Bytes>) -> Response<Bytes> {
        let number = self.journal.next_number();
        let now = self.clock.system_time();
        let request_id = format!("fake-request-{number}");
        let mut answer = self.answer(
            request,
            Moment {
                number,
                now,
                request_id: &request_id,
            },
        );

        let headers = answer.response.headers_mut();
        headers.entry(DATE).or_insert_with(|| http_date(now));
        if let Ok(request_id) = HeaderValue::try_from(&request_id) {
            headers.entry(REQUEST_ID).or_insert(request_id);
        }
        self.journal.record(ReceivedRequest {
            number,
            received_at: now,
            method: request.method().clone(),
            path: journal::redacted_path(request),
            headers: journal::redacted_headers(request),
            body_length: request.body().len(),
            status: answer.response.status(),
            outcome: answer.outcome,
        });
        answer.response
    }

    /// Appends steps to the script; each well-formed createToken call takes the next one.
    pub fn script<S: Into<Step>>(&mut self, steps: impl IntoIterator<Item = S>) {
        self.script.extend(steps.into_iter().map(Into::into));
    }

    /// Gives what was minted so far.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Gives the requests received so far.
    #[must_use]
    pub fn requests(&self) -> &[ReceivedRequest] {
        self.journal.requests()
    }

    /// Counts the requests to createToken's path by its method, however they were answered.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.journal.calls()
    }

    /// Checks that every request was a createToken call and that the script was used up.
    ///
    /// # Errors
    ///
    /// Returns what is amiss: requests that were no createToken calls as the contract wants them,
    /// and steps of the script that no call took. A [lenient](ModelConfig::lenient) model finds
    /// nothing amiss.
    pub fn check(&self) -> Result<(), VerificationError> {
        if !self.config.strict {
            return Ok(());
        }
        verification::verify(
            self.requests(),
            &self.script,
            &self.ledger,
            self.config.seed,
        )
    }

    pub(crate) fn config(&self) -> &ModelConfig {
        &self.config
    }
}

impl fmt::Debug for GleanModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GleanModel")
            .field("config", &self.config)
            .field("clock", &self.clock)
            .field("script", &self.script)
            .field("requests", &self.requests().len())
            .field("minted", &self.ledger.len())
            .finish_non_exhaustive()
    }
}
