use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use glean_transport::retry::{
    self, FailedAttempt, MissingSleep, Observer, Plan, RetryCodes, RetryConfig, Sent, Timing,
};
use glean_transport::time::{Sleep, within};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Response};

use crate::credential::{Credential, CredentialProvider};
use crate::error::{Failure, Secrets};
use crate::glean_core::{Defaults, Inner};
use crate::operation::{Operation, assemble, check_secure, overlay};
use crate::server::ServerUrl;
use crate::{ApiResponse, Error, ErrorKind, GleanCore, RequestOptions};

/// Runs one call and gives what its operation reads in the reply.
///
/// The values of the options' headers move into the request.
pub(crate) async fn execute<O: Operation>(
    core: &GleanCore,
    operation: &O,
    options: &mut RequestOptions,
) -> Result<O::Output, Error> {
    run(core, operation, options, None, |response, _| {
        O::response(response)
    })
    .await
}

/// Runs one call as [`execute`] does, and tells of each attempt that is to be repeated.
#[cfg(feature = "mutation")]
pub(crate) async fn execute_telling<O: Operation>(
    core: &GleanCore,
    operation: &O,
    options: &mut RequestOptions,
    on_failure: OnFailure<'_>,
) -> Result<O::Output, Error> {
    run(core, operation, options, Some(on_failure), |response, _| {
        O::response(response)
    })
    .await
}

/// Takes how many attempts failed so far, and why the last of them did.
type OnFailure<'a> = &'a (dyn Fn(u32, Option<Error>) + Send + Sync);

/// Runs one call and gives the reply's status and headers too.
pub(crate) async fn execute_with_response<O: Operation>(
    core: &GleanCore,
    operation: &O,
    options: &mut RequestOptions,
) -> Result<ApiResponse<O::Output>, Error> {
    let read = |response: Response<Bytes>, attempts| {
        let (status, headers) = (response.status(), response.headers().clone());
        let value = O::response(response)?;
        Ok(ApiResponse::new(value, status, headers, attempts))
    };
    run(core, operation, options, None, read).await
}

/// Lays the call's options over the client's, sends, and reads the reply.
async fn run<O: Operation, T>(
    core: &GleanCore,
    operation: &O,
    options: &mut RequestOptions,
    on_failure: Option<OnFailure<'_>>,
    read: impl FnOnce(Response<Bytes>, u32) -> Result<T, Error>,
) -> Result<T, Error> {
    let Inner {
        transport,
        timing,
        defaults,
    } = &*core.0;
    let started = timing.clock.monotonic();
    let mut headers = headers(defaults, options);
    let options = &*options;
    let mut plan = plan(O::NAME, defaults, options, started);
    plan.repeat_safe = O::REPEAT_SAFE;
    let failed = |error: Error, attempts, stop_reason| {
        let elapsed = timing.clock.monotonic().saturating_sub(started);
        error.failed(Failure {
            operation: O::NAME,
            attempts,
            elapsed,
            stop_reason,
        })
    };

    let server = options
        .server
        .over(Some(&defaults.server))
        .unwrap_or(&defaults.server);
    if let Err(error) = check(defaults, options, server, &plan, timing) {
        return Err(failed(error, 0, None));
    }
    let authorization = match options.credential.over(Some(&defaults.credential)) {
        Some(Credential::Fixed(value)) => Some(value.clone()),
        Some(Credential::Provider(provider)) => {
            match ask(&*provider.provider, plan.deadline, timing.sleep.as_deref()).await {
                Ok(value) => Some(value),
                Err(error) => return Err(failed(error, 0, None)),
            }
        }
        Some(Credential::Anonymous) | None => None,
    };
    match &authorization {
        Some(_) if is_prepared(defaults, options) => {}
        Some(value) => drop(headers.insert(AUTHORIZATION, value.clone())),
        None => drop(headers.remove(AUTHORIZATION)),
    }

    let retry_codes = plan.retry_codes;
    let judge = |error: Error| {
        let secrets = secrets(defaults, options, authorization.as_ref());
        let is_retryable = error.kind() == ErrorKind::Api
            && error
                .status()
                .is_some_and(|status| retry_codes.contains(status));
        error
            .redacted(&secrets)
            .judged(timing.clock.system_time(), is_retryable)
    };
    let tell = on_failure.map(|on_failure| {
        Tell(move |attempt: FailedAttempt| {
            let why = match attempt.result {
                Ok(response) => O::response(response).err(),
                Err(error) => Some(Error::transport(error)),
            };
            let why = why.map(|error| failed(judge(error), attempt.number, None));
            on_failure(attempt.number, why);
        })
    });
    plan.observer = tell.as_ref().map(|tell| tell as &dyn Observer);

    let request = assemble(operation, server.uri(O::PATH), headers);
    let sent = retry::send(&**transport, request, &plan, timing).await;

    let Sent {
        result,
        attempts,
        stop_reason,
        ..
    } = sent;
    // What was never sent can't have been given up.
    let stop_reason = stop_reason.filter(|_| attempts > 0);
    let read = match result {
        Ok(response) => read(response, attempts),
        Err(error) => Err(Error::transport(error)),
    };
    read.map_err(|error| failed(judge(error), attempts, stop_reason))
}

/// An observer that is a closure.
struct Tell<F>(F);

impl<F: Fn(FailedAttempt) + Send + Sync> Observer for Tell<F> {
    fn failed(&self, attempt: FailedAttempt) {
        (self.0)(attempt);
    }
}

impl<F> fmt::Debug for Tell<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tell").finish_non_exhaustive()
    }
}

/// Refuses what must not be sent.
fn check(
    defaults: &Defaults,
    options: &RequestOptions,
    server: &ServerUrl,
    plan: &Plan<'_>,
    timing: &Timing,
) -> Result<(), Error> {
    options.check()?;
    let allow_insecure_http = options
        .allow_insecure_http
        .unwrap_or(defaults.allow_insecure_http);
    check_secure(server, allow_insecure_http)?;
    if timing.sleep.is_none() && plan.needs_sleep() {
        return Err(Error::missing_sleep(MissingSleep));
    }
    Ok(())
}

/// Lays the call's options over the client's, as far as they say how to send.
pub(crate) fn plan<'a>(
    operation: &'static str,
    defaults: &'a Defaults,
    options: &'a RequestOptions,
    started: Duration,
) -> Plan<'a> {
    const NO_RETRIES: &RetryConfig = &RetryConfig::None;
    const NO_CODES: &RetryCodes = &RetryCodes::none();

    let retries = options
        .retries
        .over(Some(&defaults.retries))
        .unwrap_or(NO_RETRIES);
    let codes = options
        .retry_codes
        .over(Some(&defaults.retry_codes))
        .unwrap_or(NO_CODES);
    let mut plan = Plan::new(operation, retries, codes, started);
    plan.timeout = options.timeout.over(defaults.timeout.as_ref()).copied();
    plan.deadline = options.deadline.over(defaults.deadline.as_ref()).copied();
    plan.body_limit = options
        .body_limit
        .over(defaults.body_limit.as_ref())
        .copied();
    plan.budget = options.retry_budget.over(defaults.retry_budget.as_ref());
    plan
}

/// Asks the provider, for as long as the deadline allows.
async fn ask(
    provider: &dyn CredentialProvider,
    deadline: Option<Duration>,
    sleep: Option<&dyn Sleep>,
) -> Result<HeaderValue, Error> {
    match (
        within(provider.credential(), deadline.zip(sleep)).await,
        deadline,
    ) {
        (Some(Ok(token)), _) => token.authorization(),
        (Some(Err(error)), _) => Err(Error::credential(error)),
        (None, deadline) => Err(Error::deadline_before_sending(deadline.unwrap_or_default())),
    }
}

/// Gives the call's headers; but for the credential, which may have to be fetched yet.
pub(crate) fn headers(defaults: &Defaults, options: &mut RequestOptions) -> HeaderMap {
    if defaults.extra_headers.is_empty() && !options.has_extra_headers() {
        let mut headers = match options.sets_act_as() {
            true => defaults.headers_acting.clone(),
            false => defaults.headers.clone(),
        };
        options.move_headers(&mut headers);
        return headers;
    }
    overlay(&defaults.headers, options, &defaults.extra_headers)
}

/// Says whether the client's prepared headers hold this call's credential already.
fn is_prepared(defaults: &Defaults, options: &RequestOptions) -> bool {
    options.credential.is_inherited() && matches!(defaults.credential, Credential::Fixed(_))
}

/// Gathers what a server could echo and no error may show.
fn secrets<'a>(
    defaults: &'a Defaults,
    options: &'a RequestOptions,
    authorization: Option<&'a HeaderValue>,
) -> Secrets<'a> {
    let mut secrets = Secrets::default();
    if let Some(authorization) = authorization {
        secrets.add_authorization(authorization);
    }
    let extra = defaults.extra_headers.iter().chain(options.extra_headers());
    secrets.add_headers(extra.map(|(_, value)| value));
    secrets
}
