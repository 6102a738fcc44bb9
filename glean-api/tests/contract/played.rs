use std::ffi::OsString;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use glean_api::models::AuthType;
use glean_api::transport::retry::{Jitter, RetryCodes, RetryConfig};
use glean_api::transport::{Transport, TransportError, transport_fn};
use glean_api::{DefaultTransport, Glean, GleanBuilder};
use glean_testkit::ManualClock;
use glean_testkit::contract::{Call, ClientCase, Exchange, Sent};
use http::{Request, Response};

use crate::{Ended, mint};

const CREDENTIAL: &str = "s3cret-credential";

/// Plays the case to a client, and notes what it sends that it should not.
pub(crate) async fn play(case: &ClientCase, amiss: &mut Vec<String>) -> Ended {
    let clock = ManualClock::auto_advancing();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let builder = configured(case.call.as_ref())
        .clock(clock.clone())
        .sleep(clock.clone())
        .jitter(Jitter::none());
    let built = builder.transport(playing(case, &requests)).build();
    let result = mint(built).await;

    let requests = requests.lock().unwrap();
    let attempts = match &result {
        Ok(response) => response.attempts,
        Err(error) => error.attempts(),
    };
    if requests.len() != attempts as usize {
        amiss.push(format!(
            "{attempts} attempts are {} requests",
            requests.len()
        ));
    }
    if let (Some(sent), Some(request)) = (&case.sends, requests.first()) {
        compare(sent, request, amiss);
    }
    if let (Err(error), Some(Exchange::Reply(_))) = (&result, case.replies.last()) {
        compare_reply(case, attempts, error, amiss);
    }
    Ended {
        result,
        clock: clock.clone(),
    }
}

fn configured(call: Option<&Call>) -> GleanBuilder<DefaultTransport> {
    let default = Call::default();
    let call = call.unwrap_or(&default);
    let mut builder = Glean::builder();
    if let Some(url) = &call.server_url {
        builder = builder.server_url(url);
    }
    if let Some(instance) = &call.instance {
        builder = builder.instance(instance);
    }
    if let Some(credential) = &call.credential {
        builder = builder.api_token(credential.as_str());
    }
    if let Some(email) = &call.act_as {
        builder = builder.act_as(email);
    }
    if let Some(auth_type) = &call.auth_type {
        builder = builder.auth_type(AuthType::from(auth_type.as_str()));
    }
    if let Some(date) = &call.exclude_deprecated_after {
        builder = builder.exclude_deprecated_after(date);
    }
    if let Some(include) = call.include_experimental {
        builder = builder.include_experimental(include);
    }
    for (name, value) in call.headers.iter() {
        builder = builder.header(name, value);
    }
    if let Some(milliseconds) = call.timeout_ms {
        builder = builder.timeout(Duration::from_millis(milliseconds));
    }
    if let Some(retries) = &call.retries {
        let mut backoff = RetryConfig::backoff();
        if let Some(milliseconds) = retries.max_interval_ms {
            backoff = backoff.max_interval(Duration::from_millis(milliseconds));
        }
        if let Some(milliseconds) = retries.max_elapsed_ms {
            backoff = backoff.max_elapsed_time(Duration::from_millis(milliseconds));
        }
        if let Some(retry) = retries.connection_errors {
            backoff = backoff.retry_connection_errors(retry);
        }
        builder = builder.retries(backoff);
        if let Some(codes) = &retries.codes {
            builder = builder.retry_codes(RetryCodes::parse(codes).unwrap());
        }
    }
    match &call.environment {
        Some(variables) => builder.env_from(|name| {
            variables
                .get(name)
                .map(|value| OsString::from(value.clone()))
        }),
        None => {
            // What is set already counts before these.
            let usual = |name: &str| match name {
                "GLEAN_API_TOKEN" => Some(CREDENTIAL.into()),
                "GLEAN_INSTANCE" => Some("acme".into()),
                _ => None,
            };
            builder.env_from(usual)
        }
    }
}

/// Makes a transport that plays the case's exchanges, and keeps the requests.
fn playing(case: &ClientCase, requests: &Arc<Mutex<Vec<Request<Bytes>>>>) -> impl Transport {
    let (case, requests) = (case.clone(), Arc::clone(requests));
    transport_fn(move |request| {
        let exchange = {
            let mut requests = requests.lock().unwrap();
            requests.push(request);
            case.exchange(requests.len() - 1)
        };
        outcome(exchange)
    })
}

async fn outcome(exchange: Exchange) -> Result<Response<Bytes>, TransportError> {
    match exchange {
        Exchange::Reply(reply) => Ok(reply.response().unwrap()),
        Exchange::Fault { fault } => match fault.error_kind() {
            Some(kind) => Err(kind.into()),
            None => std::future::pending().await,
        },
        other => panic!("a new exchange: {other:?}"),
    }
}

fn compare(sent: &Sent, request: &Request<Bytes>, amiss: &mut Vec<String>) {
    let mut same = |what: &str, expected: Option<&str>, found: &str| {
        if let Some(expected) = expected.filter(|expected| *expected != found) {
            amiss.push(format!("{what}: expected `{expected}`, sent `{found}`"));
        }
    };
    same("method", sent.method.as_deref(), request.method().as_str());
    same("url", sent.url.as_deref(), &request.uri().to_string());
    let body = String::from_utf8_lossy(request.body());
    same("body", sent.body.as_deref(), &body);
    for (name, value) in sent.headers.iter() {
        let found: Vec<_> = request.headers().get_all(name).iter().collect();
        let found = match found.as_slice() {
            [one] => one.to_str().unwrap().to_owned(),
            other => format!("{} of them", other.len()),
        };
        let expected = value.replace("{credential}", CREDENTIAL);
        same(name, Some(&expected), &found);
    }
    for name in &sent.present {
        let value = request.headers().get(name);
        if value.is_none_or(http::HeaderValue::is_empty) {
            amiss.push(format!("{name} is not sent"));
        }
    }
    for name in &sent.absent {
        if request.headers().contains_key(name) {
            amiss.push(format!("{name} is sent"));
        }
    }
}

/// An error has the whole of the last reply.
fn compare_reply(
    case: &ClientCase,
    attempts: u32,
    error: &glean_api::Error,
    amiss: &mut Vec<String>,
) {
    let Some(attempt) = attempts.checked_sub(1) else {
        return;
    };
    if let Exchange::Reply(reply) = case.exchange(attempt as usize) {
        let reply = reply.response().unwrap();
        let found = error.as_glean_error().map(|it| (it.headers(), it.body()));
        if found != Some((reply.headers(), reply.body())) {
            amiss.push("the error has not the whole reply".to_owned());
        }
    }
}
