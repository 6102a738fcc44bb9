mod answer;
mod config;
mod error_body;
mod exchange;
mod mint;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use glean_transport::time::{Clock, SystemClock};
use http::header::DATE;
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};

use crate::caller::Caller;
use crate::chaos::Dice;
use crate::http_date::http_date;
use crate::journal::{self, Journal, Outcome, ReceivedRequest};
use crate::ledger::Ledger;
use crate::rate_limits::Limiter;
use crate::rules::Fields;
use crate::script::Script;
use crate::secrets::Secrets;
use crate::verification::Evidence;
use crate::{Reply, Skew, Step, VerificationError};

use answer::{Answer, Moment};
pub use config::ModelConfig;
pub(crate) use exchange::{Exchange, Receipt};
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
/// It has no connection to break and no time to wait: a reply with a [fault](crate::Fault) or a
/// delay is given whole and at once. Its requests come from no address.
///
/// Every reply has a `Date` by the model's clock and an `x-request-id` made of the request's
/// number. A refused request's reply says why in `x-glean-testkit-mismatch`.
pub struct GleanModel {
    /// What a reset goes back to.
    initial: ModelConfig,
    config: ModelConfig,
    run: u32,
    clock: Arc<dyn Clock>,
    mint: Mint,
    script: Script,
    ledger: Ledger,
    journal: Journal,
    dice: Option<Dice>,
    limiter: Limiter,
    skew: Skew,
    made: Caller,
}

impl GleanModel {
    /// Makes a rulebook on the system's clock.
    #[must_use]
    #[track_caller]
    pub fn new(config: ModelConfig) -> Self {
        Self::made_by(Caller::here(), config)
    }

    pub(crate) fn made_by(made: Caller, config: ModelConfig) -> Self {
        let mut script = Script::default();
        script.extend(config.script.iter().cloned());
        Self {
            made,
            initial: config.clone(),
            run: 0,
            mint: Mint::new(config.seed),
            clock: Arc::new(SystemClock),
            script,
            ledger: Ledger::new(config.keep_last),
            journal: Journal::new(config.keep_last),
            dice: config
                .chaos
                .clone()
                .map(|chaos| Dice::new(chaos, config.seed)),
            limiter: Limiter::new(config.rate_limits, config.spent),
            skew: config.skew,
            config,
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
        let exchange = self.exchange(request, None);
        self.mark_delivered(exchange.receipt, true);
        exchange.response
    }

    /// Answers a request from `peer`, and says what is to become of the answer.
    pub(crate) fn exchange(&mut self, request: &Request<Bytes>, peer: Option<IpAddr>) -> Exchange {
        let number = self.journal.next_number();
        let now = self.clock.system_time();
        let shown = self.skew.apply(now);
        let request_id = format!("fake-request-{number}");
        let mut answer = self.answer(
            request,
            Moment {
                number,
                now,
                shown,
                monotonic: self.clock.monotonic(),
                peer,
                request_id: &request_id,
            },
        );

        let headers = answer.response.headers_mut();
        headers.entry(DATE).or_insert_with(|| http_date(shown));
        if let Ok(request_id) = HeaderValue::try_from(&request_id) {
            headers.entry(REQUEST_ID).or_insert(request_id);
        }
        let mut secrets = Secrets::of(request.headers());
        let mut fields = None;
        if is_refused(&answer) {
            secrets = secrets.and_all(request.headers(), &self.config);
            fields = Some(Fields::of(request, &self.config, now, &secrets).into());
        }
        self.journal.record(ReceivedRequest {
            number,
            received_at: now,
            method: request.method().clone(),
            path: journal::redacted_path(request, &secrets),
            headers: journal::redacted_headers(request, &secrets),
            body_length: request.body().len(),
            status: answer.response.status(),
            outcome: answer.outcome,
            fault: answer.fault.clone(),
            delivered: false,
            delivered_at: None,
            fields,
        });
        Exchange {
            response: answer.response,
            fault: answer.fault,
            delay: answer.delay.unwrap_or(self.config.latency),
            receipt: Receipt {
                run: self.run,
                number,
            },
        }
    }

    /// Takes the script's next step if it strikes before a request is read.
    pub(crate) fn strike_before_read(&mut self) -> Option<Reply> {
        let reply = self.script.next_before_read()?;
        if let Some(fault) = reply.fault() {
            let now = self.clock.system_time();
            self.journal.record_strike(fault.clone(), now);
        }
        Some(reply)
    }

    /// Notes that the reply to a request was written whole, or not after all.
    pub(crate) fn mark_delivered(&mut self, receipt: Receipt, delivered: bool) {
        let Receipt { run, number } = receipt;
        if run == self.run {
            let at = delivered.then(|| self.clock.system_time());
            self.journal.mark_delivered(number, at);
            self.ledger.mark_delivered(number, delivered);
        }
    }

    /// Goes back to where it began, with the configuration that it was made with: requests, ledger and
    /// script are forgotten, limits full, revocations taken back. The clock is left as it is.
    pub fn reset(&mut self) {
        let fresh = Self::made_by(self.made.clone(), self.initial.clone());
        *self = Self {
            run: self.run.wrapping_add(1),
            clock: Arc::clone(&self.clock),
            ..fresh
        };
    }

    /// Revokes a credential from now on, and says whether the model knows it.
    pub fn revoke(&mut self, credential: &str) -> bool {
        self.withdraw(credential, true)
    }

    /// Takes a [revocation](Self::revoke) back: the credential is again as it was configured. It says
    /// whether the model knows it.
    pub fn restore(&mut self, credential: &str) -> bool {
        self.withdraw(credential, false)
    }

    fn withdraw(&mut self, credential: &str, withdrawn: bool) -> bool {
        let known = self.config.find_credential_mut(credential);
        known.map(|known| known.set_withdrawn(withdrawn)).is_some()
    }

    /// Sets how long tokens live that are minted from now on.
    pub fn set_token_lifetime(&mut self, lifetime: Duration) {
        self.config.token_lifetime = lifetime;
    }

    /// Lets `Date`, `expirationTime` and a `Retry-After` date be those of a clock that is off, from now
    /// on. The ledger, the journal and the rules keep to the model's clock.
    pub fn skew_clock(&mut self, skew: Skew) {
        self.skew = skew;
    }

    /// Appends steps to the script; each well-formed createToken call takes the next one.
    pub fn script<S: Into<Step>>(&mut self, steps: impl IntoIterator<Item = S>) {
        self.script.extend(steps.into_iter().map(Into::into));
    }

    /// Lets hold what a case has to begin with.
    #[cfg(feature = "control")]
    pub(crate) fn set_up(&mut self, given: &crate::contract::Given) {
        self.config = given.apply(self.config.clone());
        self.limiter = Limiter::new(self.config.rate_limits, self.config.spent);
    }

    /// Counts the steps of the script that no call has taken yet.
    #[must_use]
    pub fn steps_left(&self) -> usize {
        self.script.left().len()
    }

    /// Counts the requests received so far, also those that are no longer
    /// [kept](ModelConfig::keep_last).
    #[must_use]
    pub fn received(&self) -> usize {
        self.journal.total()
    }

    /// Gives what was minted so far.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// Gives the requests received so far, or the [last](ModelConfig::keep_last) of them.
    #[must_use]
    pub fn requests(&self) -> &[ReceivedRequest] {
        self.journal.requests()
    }

    /// Gives the latest request, even where none is kept.
    pub(crate) fn latest(&self) -> Option<&ReceivedRequest> {
        self.journal.latest()
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
    #[track_caller]
    pub fn check(&self) -> Result<(), VerificationError> {
        self.check_for(Some(&Caller::here()))
    }

    /// Checks for a caller, or when the fake is dropped.
    pub(crate) fn check_for(&self, caller: Option<&Caller>) -> Result<(), VerificationError> {
        if !self.config.strict {
            return Ok(());
        }
        let evidence = Evidence {
            journal: &self.journal,
            script: &self.script,
            ledger: &self.ledger,
            config: &self.config,
            made: &self.made,
            caller,
        };
        evidence.judge()
    }

    pub(crate) fn config(&self) -> &ModelConfig {
        &self.config
    }
}

/// Says whether a request was refused for what it is, and not for how many there are.
fn is_refused(answer: &Answer) -> bool {
    let is_refused = matches!(answer.outcome, Outcome::Refused(_) | Outcome::Unmatched(_));
    is_refused && answer.response.status() != StatusCode::TOO_MANY_REQUESTS
}

impl fmt::Debug for GleanModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GleanModel")
            .field("config", &self.config)
            .field("clock", &self.clock)
            .field("script", &self.script)
            .field("requests", &self.journal.total())
            .field("minted", &self.ledger.len())
            .field("contract", &crate::contract::provenance())
            .finish_non_exhaustive()
    }
}
