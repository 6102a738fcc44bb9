use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use glean_transport::{Attempt, Transport, TransportError, TransportErrorKind};
use http::header::{HOST, TRANSFER_ENCODING};
use http::{HeaderValue, Method, Request, Response};

use super::framing::{frame_response, set_length};
use crate::Fault;
use crate::clock::ThreadSleep;
use crate::fake::Shared;
use crate::fault::{Act, Phase};

/// A [`Transport`] that reaches a fake without a socket or a runtime.
///
/// The reply is there at the first poll, unless it is delayed. A [fault](Fault) is the error that it
/// comes to on a wire, or a future that never ends. Like a transport on a wire it adds `Host` and
/// `Content-Length` to a request that has none, leaves out a body where HTTP has none, and keeps
/// the call's body limit. Which host a request is for does not matter.
///
/// Once its [`FakeGlean`](crate::FakeGlean) is dropped it refuses to connect.
#[derive(Clone, Debug)]
pub struct InProcess {
    shared: Arc<Shared>,
}

impl InProcess {
    pub(crate) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }
}

#[async_trait]
impl Transport for InProcess {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        frame_request(&mut request);
        if let Some(reply) = self.shared.strike_before_read() {
            if let Some(fault) = reply.fault() {
                self.strike(fault, &Bytes::new()).await?;
            }
        }
        let Some(exchange) = self.shared.exchange(&request, None) else {
            let gone = "the fake Glean server was dropped";
            return Err(TransportError::new(TransportErrorKind::Connect, gone));
        };
        if !exchange.delay.is_zero() {
            self.pause(exchange.delay).await;
        }
        let mut response = exchange.response;
        frame_response(request.method(), &mut response);
        if let Some(fault) = &exchange.fault {
            self.strike(fault, response.body()).await?;
        }
        match Attempt::body_limit_of(request.extensions()) {
            Some(limit) if response.body().len() > limit => {
                Err(TransportErrorKind::TooLarge.into())
            }
            _ => {
                self.shared.mark_delivered(exchange.receipt, true);
                Ok(response)
            }
        }
    }
}

impl InProcess {
    async fn pause(&self, duration: Duration) {
        let clock = self.shared.clock().clone();
        clock.pause(duration, ThreadSleep::new).await;
    }

    /// Does what a fault on a wire would come to; `Ok` if the reply arrives all the same.
    async fn strike(&self, fault: &Fault, body: &Bytes) -> Result<(), TransportError> {
        match fault.act() {
            Act::Reset | Act::Close if fault.phase() == Phase::InBody => {
                Err(TransportErrorKind::Body.into())
            }
            Act::Reset | Act::Close => Err(TransportErrorKind::Interrupted.into()),
            Act::Truncate(_) => Err(TransportErrorKind::Body.into()),
            Act::Stall => pending().await,
            Act::Drip(every) => {
                // There is no head to drip.
                for _ in 1..body.len() {
                    self.pause(*every).await;
                }
                Ok(())
            }
            Act::Garbage | Act::OversizedHead => Err(TransportErrorKind::Other.into()),
        }
    }
}

fn frame_request(request: &mut Request<Bytes>) {
    let host = request.uri().authority().and_then(|authority| {
        // A URL's userinfo is no part of the host.
        let host = authority.as_str().rsplit('@').next()?;
        HeaderValue::try_from(host).ok()
    });
    let length = request.body().len();
    let bodiless = matches!(*request.method(), Method::GET | Method::HEAD) && length == 0;
    let headers = request.headers_mut();
    if let Some(host) = host {
        headers.entry(HOST).or_insert(host);
    }
    if !bodiless && !headers.contains_key(TRANSFER_ENCODING) {
        set_length(headers, length);
    }
}
