use std::net::IpAddr;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::{HeaderName, HeaderValue, Request, Response};
use http_body_util::{BodyExt, Either, Full};
use hyper::body::Incoming;

use super::control::{Control, End};
use super::progress::Progress;
use crate::Fault;
use crate::carrier::framing::frame_response;
use crate::fake::Shared;
use crate::fault::Act;

/// How much of a body is read. createToken takes none, so the rest makes no difference.
const BODY: usize = 1024 * 1024;

/// How long an oversized head's header is, in bytes.
const OVERSIZED: usize = 1024 * 1024;

/// Answers the requests of all connections.
#[derive(Clone)]
pub(super) struct Service {
    shared: Arc<Shared>,
    #[cfg(feature = "wiremock")]
    route: crate::carrier::wiremock_0_6::Route,
}

pub(super) type Answer = Response<Either<Full<Bytes>, Incoming>>;

impl Service {
    pub(super) fn new(
        shared: Arc<Shared>,
        #[cfg(feature = "wiremock")] route: crate::carrier::wiremock_0_6::Route,
    ) -> Self {
        Self {
            shared,
            #[cfg(feature = "wiremock")]
            route,
        }
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        peer: IpAddr,
        control: &Control,
    ) -> Result<Answer, Broken> {
        #[cfg(feature = "control")]
        if self.shared.is_controlled_by(request.uri().path()) {
            let request = read(request).await?;
            control.arrived();
            let mut response = crate::control::handle(&self.shared, &request);
            frame_response(request.method(), &mut response);
            return Ok(response.map(|body| Either::Left(Full::new(body))));
        }
        // The first bytes of a request that came along with the one before went by unseen.
        if control.begin() {
            let reply = self.shared.strike_before_read();
            if let Some(end) = reply.as_ref().and_then(|r| r.fault()).and_then(End::of) {
                control.end_with(end);
                return Err(Broken);
            }
        }
        #[cfg(feature = "wiremock")]
        if let Some(mocks) = self.route.of(request.uri().path()) {
            control.arrived();
            return Ok(forward(request, mocks).await);
        }
        let request = read(request).await?;
        control.arrived();
        let Some(exchange) = self.shared.exchange(&request, Some(peer)) else {
            // Only between the end of the fake and that of its server.
            return Err(Broken);
        };
        if !exchange.delay.is_zero() {
            let clock = self.shared.clock().clone();
            clock.pause(exchange.delay, tokio::time::sleep).await;
        }
        let mut response = exchange.response;
        frame_response(request.method(), &mut response);
        let fault = exchange.fault.as_ref();
        if fault.map(Fault::act) == Some(&Act::OversizedHead) {
            oversize(&mut response);
        }
        let body = response.body().len();
        control.announce(Progress::new(exchange.receipt, body, fault));
        Ok(response.map(|body| Either::Left(Full::new(body))))
    }
}

/// The connection ends without a reply.
#[derive(Debug)]
pub(super) struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the fake breaks the connection")
    }
}

impl std::error::Error for Broken {}

async fn read(request: Request<Incoming>) -> Result<Request<Bytes>, Broken> {
    let (parts, mut body) = request.into_parts();
    let mut read = BytesMut::new();
    while let Some(frame) = body.frame().await {
        // A body that breaks off takes its connection along.
        let frame = frame.map_err(|_| Broken)?;
        if let Ok(data) = frame.into_data() {
            read.extend_from_slice(&data);
        }
        if read.len() > BODY {
            break;
        }
    }
    Ok(Request::from_parts(parts, read.freeze()))
}

fn oversize(response: &mut Response<Bytes>) {
    let padding = HeaderValue::from_maybe_shared(Bytes::from(vec![b'x'; OVERSIZED]));
    if let Ok(padding) = padding {
        let name = HeaderName::from_static("x-padding");
        response.headers_mut().insert(name, padding);
    }
}

/// Sends a request on to the mocks, on a connection of its own.
#[cfg(feature = "wiremock")]
async fn forward(request: Request<Incoming>, mocks: std::net::SocketAddr) -> Answer {
    match try_forward(request, mocks).await {
        Ok(response) => response.map(Either::Right),
        Err(_) => {
            let why = "the mock server did not answer";
            let mut response = Response::new(Either::Left(Full::from(why)));
            *response.status_mut() = http::StatusCode::BAD_GATEWAY;
            response
        }
    }
}

#[cfg(feature = "wiremock")]
async fn try_forward(
    request: Request<Incoming>,
    mocks: std::net::SocketAddr,
) -> Result<Response<Incoming>, Box<dyn std::error::Error + Send + Sync>> {
    let stream = tokio::net::TcpStream::connect(mocks).await?;
    let io = hyper_util::rt::TokioIo::new(stream);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await?;
    tokio::spawn(connection);
    Ok(sender.send_request(request).await?)
}
