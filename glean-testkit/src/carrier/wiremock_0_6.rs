use std::io::{self, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::Uri;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Respond, ResponseTemplate};

use crate::fake::Shared;

/// The fake on a loopback socket, carried by a wiremock server of its own.
///
/// wiremock reads the request and frames the reply. It answers by itself, or closes the connection
/// on, what hyper does not take for HTTP, and it resolves dot segments of a path before the
/// rulebook sees it.
pub(crate) struct Server {
    mock: Option<MockServer>,
    address: SocketAddr,
}

impl Server {
    /// Starts a server on a free loopback port.
    ///
    /// It is not one of wiremock's pool, which would go on listening after the drop, and it
    /// records nothing: the journal does, without the secrets.
    pub(crate) async fn start(shared: Arc<Shared>) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let mock = MockServer::builder()
            .listener(listener)
            .disable_request_recording()
            .start()
            .await;
        Mock::given(any())
            .respond_with(Rulebook(shared))
            .mount(&mock)
            .await;
        Ok(Self {
            mock: Some(mock),
            address,
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops the server and waits until its port refuses connections.
    ///
    /// On a thread of its own: wiremock blocks on a lock of tokio's as it is dropped, which never
    /// comes by in a task that has used up its budget. The server runs on its own thread too, so
    /// waiting here can't keep it from ending.
    pub(crate) fn stop(&mut self) {
        let Some(mock) = self.mock.take() else { return };
        let address = self.address;
        let stop = move || {
            drop(mock);
            wait_until_refused(address);
        };
        // Should there be no thread to be had, the closure is dropped here, and the server with it.
        if let Ok(stopping) = thread::Builder::new()
            .name("fake-glean-stop".into())
            .spawn(stop)
        {
            let _ = stopping.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Knocks until nobody opens. A connection that still came about is closed as the server ends, so
/// reading from it is the wait.
fn wait_until_refused(address: SocketAddr) {
    const TRIES: usize = 20;
    const PATIENCE: Duration = Duration::from_millis(200);
    for _ in 0..TRIES {
        let Ok(mut knock) = TcpStream::connect_timeout(&address, PATIENCE) else {
            return;
        };
        let _ = knock.set_read_timeout(Some(PATIENCE));
        let _ = knock.read(&mut [0]);
    }
}

struct Rulebook(Arc<Shared>);

impl Respond for Rulebook {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        match self.0.handle(&from_wiremock(request)) {
            Some(response) => into_wiremock(response),
            // Only between the end of the fake and that of its server.
            None => ResponseTemplate::new(503),
        }
    }
}

fn from_wiremock(request: &wiremock::Request) -> http::Request<Bytes> {
    let mut converted = http::Request::new(Bytes::copy_from_slice(&request.body));
    *converted.method_mut() = request.method.clone();
    *converted.headers_mut() = request.headers.clone();
    // wiremock's URL was a `Uri` before; should it not be one again, no path matches.
    *converted.uri_mut() = request.url.as_str().parse::<Uri>().unwrap_or_default();
    converted
}

fn into_wiremock(response: http::Response<Bytes>) -> ResponseTemplate {
    let (parts, body) = response.into_parts();
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()));
    // `set_body_bytes` adds no content type of its own.
    ResponseTemplate::new(parts.status)
        .append_headers(headers)
        .set_body_bytes(body)
}
