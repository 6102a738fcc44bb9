use std::error::Error;
use std::fmt;
use std::num::NonZeroU32;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::{
    Backoff, FailedAttempt, Jitter, Observer, RetryBudget, RetryCodes, RetryConfig, StopReason,
    retry_after,
};
use crate::time::{Clock, Sleep, SystemClock, within};
use crate::{Attempt, DEFAULT_BODY_LIMIT, Transport, TransportError, TransportErrorKind};

/// What one call asks for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Plan<'a> {
    /// The operation's name, for whoever reads [`Attempt`].
    pub operation: &'static str,
    /// Whether repeating a request that may have been processed does no harm.
    pub repeat_safe: bool,
    /// How long each attempt may take.
    pub timeout: Option<Duration>,
    /// How long the whole call may take, waits included.
    pub deadline: Option<Duration>,
    /// The most bytes of body that a reply may have.
    pub body_limit: Option<usize>,
    /// Whether and how to retry.
    pub retries: &'a RetryConfig,
    /// The statuses to retry on.
    pub retry_codes: &'a RetryCodes,
    /// What retries are paid from, together with those of other calls; `None` sets no bound.
    ///
    /// A call without retries counts towards it too.
    pub budget: Option<&'a RetryBudget>,
    /// Who is told of the attempts that are repeated.
    pub observer: Option<&'a dyn Observer>,
    /// When the call began, by the [`Clock`] of its [`Timing`].
    pub started: Duration,
}

impl<'a> Plan<'a> {
    /// Makes a plan for one attempt, begun at `started`, without limits but that of the body.
    #[must_use]
    pub fn new(
        operation: &'static str,
        retries: &'a RetryConfig,
        retry_codes: &'a RetryCodes,
        started: Duration,
    ) -> Self {
        Self {
            operation,
            repeat_safe: false,
            timeout: None,
            deadline: None,
            body_limit: Some(DEFAULT_BODY_LIMIT),
            retries,
            retry_codes,
            budget: None,
            observer: None,
            started,
        }
    }

    /// Says whether this plan has to wait or to stop in time.
    #[must_use]
    pub fn needs_sleep(&self) -> bool {
        self.timeout.is_some() || self.deadline.is_some() || self.retries_are_on()
    }

    fn retries_are_on(&self) -> bool {
        !matches!(self.retries, RetryConfig::None)
    }

    fn deadline_left(&self, elapsed: Duration) -> Option<Duration> {
        self.deadline
            .map(|deadline| deadline.saturating_sub(elapsed))
    }

    fn attempt_limit(&self, elapsed: Duration) -> Option<Duration> {
        match (self.timeout, self.deadline_left(elapsed)) {
            (Some(timeout), Some(left)) => Some(timeout.min(left)),
            (timeout, left) => timeout.or(left),
        }
    }
}

/// The time that a call goes by: a clock, a way to wait, and jitter.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Timing {
    /// Measures elapsed time, and compares HTTP dates.
    pub clock: Arc<dyn Clock>,
    /// Waits; without it a plan may have neither time-outs nor retries.
    pub sleep: Option<Arc<dyn Sleep>>,
    /// Spreads waits.
    pub jitter: Arc<Jitter>,
}

impl Timing {
    /// Makes a timing of the system's clock, `sleep` and a jitter seeded by chance.
    #[must_use]
    pub fn new(sleep: Option<Arc<dyn Sleep>>) -> Self {
        Self {
            clock: Arc::new(SystemClock),
            sleep,
            jitter: Arc::new(Jitter::default()),
        }
    }
}

/// How a call ended.
#[derive(Debug)]
#[non_exhaustive]
pub struct Sent {
    /// The last reply, whatever its status, or why there was none.
    pub result: Result<Response<Bytes>, TransportError>,
    /// How many attempts were made.
    pub attempts: u32,
    /// Why there was no further attempt; `None` if the reply is no error that could be retried.
    pub stop_reason: Option<StopReason>,
}

/// Runs one call: attempts `request` over `transport` until it succeeds or `plan` says to stop.
///
/// A plan that needs to wait, without a [`Sleep`] to wait with, is refused unsent: an
/// [`InvalidRequest`](TransportErrorKind::InvalidRequest) whose source is [`MissingSleep`].
pub async fn send(
    transport: &dyn Transport,
    request: Request<Bytes>,
    plan: &Plan<'_>,
    timing: &Timing,
) -> Sent {
    let mut call = Call {
        plan,
        timing,
        attempts: 0,
    };
    let sleep = timing.sleep.as_deref();
    if sleep.is_none() && plan.needs_sleep() {
        let error = TransportError::new(TransportErrorKind::InvalidRequest, MissingSleep);
        return call.ended(Err(error), StopReason::NotRetryable);
    }
    // A call that can't be repeated gives its request away, and pays for no copy.
    let copy = plan.retries_are_on().then(|| request.clone());
    let mut attempt = call.begin(transport, request);
    loop {
        let result = match attempt {
            Ok(Attempted { exchange, limit }) => within(exchange, limit.zip(sleep))
                .await
                .unwrap_or_else(|| Err(timed_out(limit.unwrap_or_default()))),
            Err(error) => Err(error),
        };
        match (call.decide(&result), &copy, sleep) {
            (Decision::Done, ..) => return call.done(result),
            (Decision::Stop(reason), ..) => return call.ended(result, reason),
            (Decision::Wait(wait), Some(copy), Some(sleep)) => {
                if let Some(observer) = plan.observer {
                    observer.failed(FailedAttempt {
                        number: call.attempts,
                        result,
                        wait,
                    });
                }
                sleep.sleep(wait).await;
                attempt = call.begin(transport, copy.clone());
            }
            (Decision::Wait(_), ..) => return call.ended(result, StopReason::RetriesOff),
        }
    }
}

type Exchange<'t> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 't>>;

/// An attempt under way, and how long it may take.
struct Attempted<'t> {
    exchange: Exchange<'t>,
    limit: Option<Duration>,
}

struct Call<'a> {
    plan: &'a Plan<'a>,
    timing: &'a Timing,
    attempts: u32,
}

enum Decision {
    Done,
    Stop(StopReason),
    Wait(Duration),
}

impl Call<'_> {
    /// Hands the request to the transport; an error if there is no time left for it.
    fn begin<'t>(
        &mut self,
        transport: &'t dyn Transport,
        mut request: Request<Bytes>,
    ) -> Result<Attempted<'t>, TransportError> {
        let limit = match self.plan.deadline {
            // The clock needs to be read only where a deadline counts from the call's start.
            Some(_) => self.plan.attempt_limit(self.elapsed()),
            None => self.plan.timeout,
        };
        if limit.is_some_and(|limit| limit.is_zero()) {
            return Err(timed_out(Duration::ZERO));
        }
        if let (0, Some(budget)) = (self.attempts, self.plan.budget) {
            budget.deposit();
        }
        self.attempts = self.attempts.saturating_add(1);
        if transport.reads_attempt() || self.plan.body_limit != Some(DEFAULT_BODY_LIMIT) {
            request.extensions_mut().insert(Attempt {
                operation: self.plan.operation,
                number: NonZeroU32::new(self.attempts).unwrap_or(NonZeroU32::MIN),
                timeout: limit,
                body_limit: self.plan.body_limit,
            });
        }
        let exchange = transport.send(request);
        Ok(Attempted { exchange, limit })
    }

    fn decide(&self, result: &Result<Response<Bytes>, TransportError>) -> Decision {
        if self.deadline_cut_off(result) {
            return Decision::Stop(StopReason::Deadline);
        }
        let backoff = match self.retryable(result) {
            Retryable::Done => return Decision::Done,
            Retryable::No(reason) => return Decision::Stop(reason),
            Retryable::Yes(backoff) => backoff,
        };
        if !backoff.allows_attempt_after(self.attempts) {
            return Decision::Stop(StopReason::MaxAttempts);
        }
        let asked = result.as_ref().ok().and_then(|response| {
            retry_after::parse(response.headers(), self.timing.clock.system_time())
        });
        let interval = backoff.interval(self.attempts.saturating_sub(1));
        let wait = self
            .timing
            .jitter
            .apply(interval)
            .max(asked.unwrap_or_default());
        let then = self.elapsed().saturating_add(wait);
        if self.plan.deadline.is_some_and(|deadline| then >= deadline) {
            return Decision::Stop(StopReason::Deadline);
        }
        if then > backoff.elapsed_limit() {
            return Decision::Stop(StopReason::MaxElapsedTime);
        }
        // Last, so that a call that ends for another reason takes nothing.
        if self.plan.budget.is_some_and(|budget| !budget.withdraw()) {
            return Decision::Stop(StopReason::BudgetExhausted);
        }
        Decision::Wait(wait)
    }

    fn retryable(&self, result: &Result<Response<Bytes>, TransportError>) -> Retryable<'_> {
        let is_connection_error = match result {
            Ok(response) if self.plan.retry_codes.contains(response.status()) => false,
            Ok(response) if is_error(response) => return Retryable::No(StopReason::NotRetryable),
            Ok(_) => return Retryable::Done,
            Err(error) if error.is_transient() => true,
            Err(_) => return Retryable::No(StopReason::NotRetryable),
        };
        let backoff = match self.plan.retries {
            RetryConfig::None => return Retryable::No(StopReason::RetriesOff),
            RetryConfig::Backoff(backoff) => backoff,
        };
        if is_connection_error && !backoff.retries_connection_errors() {
            return Retryable::No(StopReason::ConnectionErrorsOff);
        }
        let may_have_been_processed = match result {
            Ok(_) => true,
            Err(error) => error.may_have_been_processed(),
        };
        if may_have_been_processed && !self.plan.repeat_safe {
            return Retryable::No(StopReason::NotRepeatSafe);
        }
        Retryable::Yes(backoff)
    }

    fn deadline_cut_off(&self, result: &Result<Response<Bytes>, TransportError>) -> bool {
        let timed_out = |error: &TransportError| error.kind() == TransportErrorKind::Timeout;
        result.as_ref().is_err_and(timed_out)
            && self
                .plan
                .deadline
                .is_some_and(|deadline| self.elapsed() >= deadline)
    }

    fn elapsed(&self) -> Duration {
        self.timing
            .clock
            .monotonic()
            .saturating_sub(self.plan.started)
    }

    fn done(self, result: Result<Response<Bytes>, TransportError>) -> Sent {
        Sent {
            result,
            attempts: self.attempts,
            stop_reason: None,
        }
    }

    fn ended(self, result: Result<Response<Bytes>, TransportError>, reason: StopReason) -> Sent {
        Sent {
            stop_reason: Some(reason),
            ..self.done(result)
        }
    }
}

enum Retryable<'a> {
    Done,
    No(StopReason),
    Yes(&'a Backoff),
}

fn is_error(response: &Response<Bytes>) -> bool {
    response.status().is_client_error() || response.status().is_server_error()
}

fn timed_out(after: Duration) -> TransportError {
    TransportError::new(TransportErrorKind::Timeout, TimedOut { after })
}

/// How long was waited; the source of a [`Timeout`](TransportErrorKind::Timeout) made here.
#[derive(Debug)]
struct TimedOut {
    after: Duration,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no whole reply within {:?}", self.after)
    }
}

impl Error for TimedOut {}

/// Says that a time-out, a deadline or retries are on, and there is nothing to wait with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingSleep;

impl fmt::Display for MissingSleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "time-outs, deadlines and retries need a `Sleep` to wait with, and there is none",
        )
    }
}

impl Error for MissingSleep {}
