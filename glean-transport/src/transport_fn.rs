use std::any::type_name;
use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;

use crate::{Transport, TransportError};

/// Makes a [`Transport`] of an async closure.
///
/// ```
/// use bytes::Bytes;
/// use glean_transport::{TransportError, transport_fn};
///
/// let unavailable = transport_fn(|_request| async {
///     let mut response = http::Response::new(Bytes::new());
///     *response.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
///     Ok::<_, TransportError>(response)
/// });
/// ```
pub fn transport_fn<F, Fut>(send: F) -> TransportFn<F>
where
    F: Fn(http::Request<Bytes>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<http::Response<Bytes>, TransportError>> + Send,
{
    TransportFn {
        send,
        reads_attempt: false,
    }
}

/// A [`Transport`] made of a closure; see [`transport_fn`].
#[derive(Clone, Copy)]
pub struct TransportFn<F> {
    send: F,
    reads_attempt: bool,
}

impl<F> TransportFn<F> {
    /// Asks that each request carry an [`Attempt`](crate::Attempt) in its extensions.
    #[must_use]
    pub fn reading_attempts(mut self) -> Self {
        self.reads_attempt = true;
        self
    }
}

#[async_trait]
impl<F, Fut> Transport for TransportFn<F>
where
    F: Fn(http::Request<Bytes>) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<http::Response<Bytes>, TransportError>> + Send,
{
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        (self.send)(request).await
    }

    fn reads_attempt(&self) -> bool {
        self.reads_attempt
    }
}

impl<F> fmt::Debug for TransportFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TransportFn")
            .field(&type_name::<F>())
            .finish()
    }
}
