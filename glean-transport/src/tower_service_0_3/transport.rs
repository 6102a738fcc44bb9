use std::any::type_name;
use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::pin;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::Full;
use tower_service::Service;

use super::classify::{self, Classify};
use crate::body::{self, HttpBody};
use crate::framing::announce_empty_body;
use crate::{Attempt, Transport, TransportError, TransportErrorKind};

type BoxError = Box<dyn Error + Send + Sync>;

/// A transport made of a service.
///
/// Each request clones the service, awaits that the clone is ready, and calls this very clone, so
/// that whatever readiness reserved is used: a limit that the clones share is a limit on the
/// transport, and a request that is dropped while it waits gives its turn back. No task runs beside
/// the caller's.
///
/// The type `B` is the request's body as the service takes it; any that is made of [`Bytes`] will do.
/// [`new`](Self::new) takes that of most clients, [`with_body`](Self::with_body) any.
///
/// # Errors
///
/// A service that does not get ready is [`Connect`](TransportErrorKind::Connect): the request was not
/// given to it. If a call fails, its error or one of its sources may tell what happened: a
/// [`TransportError`] beneath does, and so does an error of hyper-util's or reqwest's client, if that
/// backend's feature is on. What tells nothing is [`Other`](TransportErrorKind::Other), unless
/// [`classify_with`](Self::classify_with) knows more.
///
/// The error becomes the source of the transport's; see to it that its text holds no secret.
pub struct TowerTransport<S, B = Full<Bytes>> {
    /// Locked only to be cloned, so that the service need not be `Sync`.
    service: Mutex<S>,
    classify: Option<Classify>,
    body: PhantomData<fn() -> B>,
}

impl<S> TowerTransport<S> {
    /// Makes a transport of a service that takes a whole body.
    #[must_use]
    pub fn new(service: S) -> Self {
        Self::with_body(service)
    }
}

impl<S, B> TowerTransport<S, B> {
    /// Makes a transport of a service that takes bodies of the type `B`: a router, say.
    ///
    /// ```
    /// use axum::Router;
    /// use axum::body::Body;
    /// use axum::routing::post;
    /// use bytes::Bytes;
    /// use glean_transport::Transport;
    /// use glean_transport::tower_service_0_3::TowerTransport;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let router = Router::new().route("/echo", post(|body: String| async { body }));
    /// let transport = TowerTransport::<_, Body>::with_body(router);
    ///
    /// let request = http::Request::post("/echo").body(Bytes::from("hello"))?;
    /// assert_eq!(transport.send(request).await?.body(), "hello");
    /// # Ok(())
    /// # })
    /// # }
    /// ```
    #[must_use]
    pub fn with_body(service: S) -> Self {
        Self {
            service: Mutex::new(service),
            classify: None,
            body: PhantomData,
        }
    }

    /// Asks `classify` for the kind of what fails, by an error and then each of its sources, from
    /// the outermost; the first answer counts.
    #[must_use]
    pub fn classify_with(
        mut self,
        classify: fn(&(dyn Error + 'static)) -> Option<TransportErrorKind>,
    ) -> Self {
        self.classify = Some(classify);
        self
    }
}

#[async_trait]
impl<S, B, R> Transport for TowerTransport<S, B>
where
    S: Service<Request<B>, Response = Response<R>> + Clone + Send + 'static,
    S::Error: Into<BoxError>,
    S::Future: Send,
    B: From<Bytes> + Send + 'static,
    R: Body + Send,
    R::Data: Send,
    R::Error: Into<BoxError> + Send,
{
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        announce_empty_body(&mut request);
        let body_limit = Attempt::body_limit_of(request.extensions());
        let mut service = self.clone_service();
        poll_fn(|cx| service.poll_ready(cx))
            .await
            .map_err(|error| TransportError::new(TransportErrorKind::Connect, error))?;
        let response = service
            .call(request.map(B::from))
            .await
            .map_err(|error| classify::head(error.into(), self.classify))?;
        let (parts, body) = response.into_parts();
        let classify = |error: R::Error| classify::body(error.into(), self.classify);
        let body = body::read(HttpBody::new(pin!(body), classify), body_limit).await?;
        Ok(Response::from_parts(parts, body))
    }

    // What stands inside can't be asked.
    fn reads_attempt(&self) -> bool {
        true
    }
}

impl<S: Clone, B> TowerTransport<S, B> {
    fn clone_service(&self) -> S {
        self.service
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl<S, B> fmt::Debug for TowerTransport<S, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TowerTransport")
            .field(&type_name::<S>())
            .finish()
    }
}
