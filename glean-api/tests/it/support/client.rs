use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use glean_api::models::CreateAuthTokenResponse;
use glean_api::transport::time::{Clock, Sleep, SleepFuture};
use glean_api::transport::{Transport, transport_fn};
use glean_api::{Error, Glean, GleanBuilder, RequestOptions};
use http::Request;

use super::{Outcome, Reply};

/// The credential of all clients here. It has what JSON escapes.
pub(crate) const TOKEN: &str = "s3cret/\"credential\\+1";

/// Waits for ever, so that no time-out ever strikes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Never;

impl Sleep for Never {
    fn sleep(&self, _duration: Duration) -> SleepFuture {
        Box::pin(std::future::pending())
    }
}

/// Has always waited already.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtOnce;

impl Sleep for AtOnce {
    fn sleep(&self, _duration: Duration) -> SleepFuture {
        Box::pin(std::future::ready(()))
    }
}

/// A clock that stands still.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Still;

impl Clock for Still {
    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }
}

/// Begins a client that needs nothing but a transport.
pub(crate) fn in_process() -> GleanBuilder {
    Glean::builder()
        .server_url("https://acme-be.glean.com")
        .api_token(TOKEN)
        .sleep(Never)
}

/// Requests as they reached a transport.
pub(crate) type Requests = Arc<Mutex<Vec<Request<Bytes>>>>;

/// Makes a transport that gives `reply` to all, and keeps what was asked.
pub(crate) fn recording(reply: &Reply) -> (impl Transport + use<>, Requests) {
    let requests = Requests::default();
    let (kept, reply) = (Arc::clone(&requests), reply.clone());
    let transport = transport_fn(move |request: Request<Bytes>| {
        let result = reply.to_result(request.extensions());
        kept.lock().unwrap().push(request);
        async { result }
    });
    (transport.reading_attempts(), requests)
}

/// Mints with `options`, in process and over a socket, and asserts that both end alike.
pub(crate) async fn both(
    name: &str,
    reply: &Reply,
    options: &RequestOptions,
) -> Result<CreateAuthTokenResponse, Error> {
    let (transport, _) = recording(reply);
    let glean = in_process().transport(transport).build().expect(name);
    let here = mint(&glean, options).await;
    #[cfg(feature = "reqwest")]
    {
        let server = super::Server::start(reply).await;
        let builder = Glean::builder().server_url(server.url()).api_token(TOKEN);
        let there = mint(&builder.build().unwrap(), options).await;
        assert_eq!(
            Outcome::of(&there),
            Outcome::of(&here),
            "{name}: over a socket (left) and in process (right)"
        );
    }
    here
}

async fn mint(glean: &Glean, options: &RequestOptions) -> Result<CreateAuthTokenResponse, Error> {
    let call = glean.client().authentication().create_token();
    call.options(options.clone()).await
}

/// Makes a call without options that is to fail, and gives its error.
pub(crate) async fn failure(glean: &Glean) -> Error {
    mint(glean, &RequestOptions::new()).await.unwrap_err()
}

/// Asserts how a call without options ends, in process and over a socket.
pub(crate) async fn assert_outcome(name: &str, reply: &Reply, expected: Outcome) {
    let result = both(name, reply, &RequestOptions::new()).await;
    assert_eq!(Outcome::of(&result), expected, "{name}");
}
