//! A client for Glean as a case wants it, to which the case is played.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use glean_api::models::AuthType;
use glean_api::transport::retry::{Jitter, RetryCodes, RetryConfig};
use glean_api::transport::{Transport, TransportError, transport_fn};
use glean_api::{Error, Glean, GleanBuilder};
use glean_testkit::ManualClock;
use glean_testkit::contract::{Call, ClientCase, Exchange, Retries};
use http::{Request, Response};

pub const CREDENTIAL: &str = "s3cret-credential";

/// What Glean was sent, request by request.
pub type Sent = Arc<Mutex<Vec<Request<Bytes>>>>;

/// Makes the client; no time passes in it but what it waits for.
pub fn playing(case: &'static ClientCase, sent: &Sent) -> Result<Glean, Error> {
    let clock = ManualClock::auto_advancing();
    let default = Call::default();
    let builder = configured(case.call.as_ref().unwrap_or(&default));
    let builder = builder.clock(clock.clone()).sleep(clock);
    let builder = builder.jitter(Jitter::none());
    builder.transport(transport(case, sent)).build()
}

fn transport(case: &'static ClientCase, sent: &Sent) -> impl Transport {
    let sent = Arc::clone(sent);
    transport_fn(move |request| {
        let mut sent = sent.lock().unwrap_or_else(PoisonError::into_inner);
        sent.push(request);
        outcome(case.exchange(sent.len() - 1))
    })
}

async fn outcome(exchange: Exchange) -> Result<Response<Bytes>, TransportError> {
    match exchange {
        Exchange::Reply(reply) => Ok(reply.response().expect("a reply that HTTP allows")),
        Exchange::Fault { fault } => match fault.error_kind() {
            Some(kind) => Err(kind.into()),
            None => std::future::pending().await,
        },
        other => panic!("a new exchange: {other:?}"),
    }
}

/// Sets what the case sets, but for the user: that one signs in.
fn configured(call: &Call) -> GleanBuilder {
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
        builder = retrying(builder, retries);
    }
    // What is set already counts before the environment.
    builder.env_from(|name| match (&call.environment, name) {
        (Some(variables), name) => variables.get(name).map(Into::into),
        (None, "GLEAN_API_TOKEN") => Some(CREDENTIAL.into()),
        (None, "GLEAN_INSTANCE") => Some("acme".into()),
        _ => None,
    })
}

fn retrying(mut builder: GleanBuilder, retries: &Retries) -> GleanBuilder {
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
    if let Some(codes) = &retries.codes {
        builder = builder.retry_codes(RetryCodes::parse(codes).expect("codes"));
    }
    builder.retries(backoff)
}
