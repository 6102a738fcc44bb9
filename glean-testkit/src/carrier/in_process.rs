use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use glean_transport::{Attempt, Transport, TransportError, TransportErrorKind};
use http::header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};

use crate::fake::Shared;

/// A [`Transport`] that reaches a fake without a socket or a runtime.
///
/// The reply is there at the first poll. Like a transport on a wire it adds `Host` and
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
        let Some(mut response) = self.shared.handle(&request) else {
            let gone = "the fake Glean server was dropped";
            return Err(TransportError::new(TransportErrorKind::Connect, gone));
        };
        frame_response(request.method(), &mut response);
        match Attempt::body_limit_of(request.extensions()) {
            Some(limit) if response.body().len() > limit => {
                Err(TransportErrorKind::TooLarge.into())
            }
            _ => Ok(response),
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

fn frame_response(method: &Method, response: &mut Response<Bytes>) {
    if matches!(
        response.status(),
        StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
    ) {
        response.body_mut().clear();
        return;
    }
    let length = response.body().len();
    set_length(response.headers_mut(), length);
    if method == Method::HEAD {
        response.body_mut().clear();
    }
}

fn set_length(headers: &mut HeaderMap, length: usize) {
    headers
        .entry(CONTENT_LENGTH)
        .or_insert_with(|| HeaderValue::from(length));
}
