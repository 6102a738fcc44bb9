use std::error::Error;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use glean_transport::{Attempt, Transport, TransportError, TransportErrorKind};
use http::{Request, Response};

use super::violation::{Seen, ensure};
use super::{Factory, Setup};
use crate::wire::{Connection, Script, WireServer};

pub(super) type Reply = Result<Response<Bytes>, TransportError>;

/// A reply that is whole and keeps the connection.
pub(super) const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

/// Answers with `reply`, and a request that should not come after it with [`OK`].
pub(super) fn answering_once(reply: String) -> Script {
    let again = Script::new().read_request().write(reply).read_request();
    again.write(OK).fin()
}

/// One rule's transport, and what its servers need.
#[derive(Clone)]
pub(super) struct Case {
    transport: Arc<dyn Transport>,
    pub(super) setup: Setup,
    factory: Factory,
    /// Counts what was waited for, so that whoever looks on sees that it goes on.
    progress: Arc<AtomicUsize>,
}

impl Case {
    pub(super) fn new(factory: &Factory, setup: Setup, progress: Arc<AtomicUsize>) -> Self {
        Self {
            transport: factory.make(&setup),
            setup,
            factory: factory.clone(),
            progress,
        }
    }

    /// Gives the same with a transport that has no past.
    pub(super) fn afresh(&self) -> Self {
        Self::new(&self.factory, self.setup, Arc::clone(&self.progress))
    }

    /// Awaits a future for as long as the factory has patience.
    pub(super) async fn within<T>(
        &self,
        what: &str,
        future: impl Future<Output = T>,
    ) -> Result<T, Seen> {
        let awaited = tokio::time::timeout(self.factory.waits(), future).await;
        self.progress.fetch_add(1, Ordering::Relaxed);
        awaited.map_err(|_| Seen(format!("waited in vain for {what}")))
    }

    /// Sends a request and gives what came of it.
    pub(super) async fn send(&self, request: Request<Bytes>) -> Result<Reply, Seen> {
        let what = format!("the end of {} {}", request.method(), request.uri().path());
        self.within(&what, self.transport.send(request)).await
    }

    /// Posts nothing to the server and gives what came of it.
    pub(super) async fn post(&self, server: &WireServer) -> Result<Reply, Seen> {
        self.send(post(&server.url("/x"))?).await
    }

    /// Posts nothing to the server, and takes for a violation that there is no reply.
    pub(super) async fn reply(&self, server: &WireServer) -> Result<Response<Bytes>, Seen> {
        Ok(self.post(server).await??)
    }

    /// Posts nothing to the server, and takes for a violation that there is a reply.
    pub(super) async fn error(&self, server: &WireServer) -> Result<TransportError, Seen> {
        match self.post(server).await? {
            Ok(response) => Err(unexpected(&response)),
            Err(error) => Ok(error),
        }
    }

    /// Waits until the server saw something.
    pub(super) async fn until(
        &self,
        server: &WireServer,
        what: &str,
        seen: impl Fn(&[Connection]) -> bool + Send + Sync,
    ) -> Result<(), Seen> {
        self.within(what, server.wait_until(seen)).await.map(drop)
    }

    /// Checks that the transport gets a reply now, whatever happened to it before.
    pub(super) async fn still_works(&self, server: &WireServer) -> Result<(), Seen> {
        match self.post(server).await? {
            Ok(response) if response.body() == "ok" => Ok(()),
            Ok(response) => Err(format!(
                "the next request got another reply than its own: {}",
                shown(&response)
            )
            .into()),
            Err(error) => Err(format!("the next request failed: {}", chain(&error)).into()),
        }
    }
}

/// A `POST` without a body, as the client makes it.
pub(super) fn post(url: &str) -> http::Result<Request<Bytes>> {
    Request::post(url)
        .header("accept", "application/json")
        .header("user-agent", "conformance")
        .header("content-length", "0")
        .body(Bytes::new())
}

/// Asks for a body limit other than the default.
pub(super) fn limited(mut request: Request<Bytes>, limit: Option<usize>) -> Request<Bytes> {
    let mut attempt = Attempt::new("conformance");
    attempt.body_limit = limit;
    request.extensions_mut().insert(attempt);
    request
}

pub(super) fn url(address: SocketAddr) -> String {
    format!("http://{address}/x")
}

/// Checks an error's kind, and what it says about whether the server saw the request.
pub(super) fn expect(
    error: &TransportError,
    kinds: &[TransportErrorKind],
    after: &str,
) -> Result<(), Seen> {
    ensure!(
        kinds.contains(&error.kind()),
        "after {after} the error's kind is {:?}, not {}: {}",
        error.kind(),
        kinds
            .iter()
            .map(|kind| format!("{kind:?}"))
            .collect::<Vec<_>>()
            .join(" or "),
        chain(error)
    );
    Ok(())
}

pub(super) fn unexpected(response: &Response<Bytes>) -> Seen {
    Seen(format!(
        "there is a reply where none can be: {}",
        shown(response)
    ))
}

/// Shows a reply in short: the suite's own servers made it, so that it holds no secret.
pub(super) fn shown(response: &Response<Bytes>) -> String {
    const SHOWN: usize = 80;
    let body = String::from_utf8_lossy(&response.body()[..response.body().len().min(SHOWN)]);
    format!(
        "{} with {} bytes: {body:?}",
        response.status(),
        response.body().len()
    )
}

/// Gives an error's whole text, with its sources.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let _ = write!(text, ": {cause}");
        next = cause.source();
    }
    text
}

/// Counts the requests that a server read to their end.
pub(super) fn requests(connections: &[Connection]) -> usize {
    connections
        .iter()
        .map(|connection| connection.requests.len())
        .sum()
}
