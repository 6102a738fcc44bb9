use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::{BodyExt, Full};
use tower_service::Service;

use crate::{Transport, TransportError, TransportErrorKind};

/// A service made of a transport, for layers to stand around.
///
/// It is always ready, for a transport has no notion of being busy. A request's body is read whole
/// before the request is sent; trailers are left out.
#[derive(Debug)]
pub struct TransportService<T>(Arc<T>);

impl<T: Transport> TransportService<T> {
    /// Makes a service of `transport`.
    #[must_use]
    pub fn new(transport: T) -> Self {
        Self(Arc::new(transport))
    }
}

impl<T> Clone for TransportService<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T, B> Service<Request<B>> for TransportService<T>
where
    T: Transport,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = Response<Full<Bytes>>;
    type Error = TransportError;
    type Future =
        Pin<Box<dyn Future<Output = Result<Response<Full<Bytes>>, TransportError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let unsent = |error| TransportError::new(TransportErrorKind::InvalidRequest, error);
            let body = body.collect().await.map_err(unsent)?.to_bytes();
            let response = transport.send(Request::from_parts(parts, body)).await?;
            Ok(response.map(Full::new))
        })
    }
}
