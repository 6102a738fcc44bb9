use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};

use crate::{Attempt, TransportError};

/// What to run around each attempt; put around a transport by
/// [`with_hooks`](crate::TransportExt::with_hooks).
///
/// Each method may change what passes, or fail. Those that are not written do nothing.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering};
///
/// use async_trait::async_trait;
/// use bytes::Bytes;
/// use glean_transport::decorate::Hooks;
/// use glean_transport::{Attempt, TransportError};
///
/// /// Counts the attempts beyond the first of their call.
/// #[derive(Debug, Default)]
/// struct Retries(AtomicU32);
///
/// #[async_trait]
/// impl Hooks for Retries {
///     async fn before_request(
///         &self,
///         attempt: &Attempt,
///         request: http::Request<Bytes>,
///     ) -> Result<http::Request<Bytes>, TransportError> {
///         if attempt.number.get() > 1 {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///         Ok(request)
///     }
/// }
/// ```
///
/// # Which attempt
///
/// Each method is told the attempt: its operation, number and limits. A request that was not sent by
/// [`retry::send`](crate::retry::send) has none, and counts as the first attempt of an operation
/// whose name is empty.
///
/// # Errors
///
/// An error that a hook returns goes out as it is, and not through `on_error` of the same hooks. Its
/// [kind](crate::TransportErrorKind) is to say whether the server may have seen the request, as that
/// decides about retries; `InvalidRequest` and `Connect` promise that it has not.
///
/// # Secrets
///
/// Hooks see requests and responses as they are: the credential, the acting user, the minted token.
/// What they write elsewhere, and what is in their errors, is for them to guard. A header that they
/// add and whose value is a secret should be marked by
/// [`set_sensitive`](http::HeaderValue::set_sensitive).
///
/// # Cancellation
///
/// Time-outs drop the future of the attempt, and with it the hook that it was waiting for. Then none
/// of the later methods runs.
#[async_trait]
pub trait Hooks: Send + Sync + 'static {
    /// Runs before the request is handed on, and gives the request to send.
    ///
    /// The attempt stays with the request, also with a new one.
    ///
    /// # Errors
    ///
    /// Returns an error to have nothing sent.
    async fn before_request(
        &self,
        attempt: &Attempt,
        request: Request<Bytes>,
    ) -> Result<Request<Bytes>, TransportError> {
        let _ = attempt;
        Ok(request)
    }

    /// Runs when a whole response is there, of whatever status, and gives the response to go on with.
    ///
    /// # Errors
    ///
    /// Returns an error to have that in place of the response.
    async fn after_response(
        &self,
        attempt: &Attempt,
        response: Response<Bytes>,
    ) -> Result<Response<Bytes>, TransportError> {
        let _ = attempt;
        Ok(response)
    }

    /// Runs when there is no whole response, and gives the error to go on with, or a response in
    /// place of it. Such a response does not pass through `after_response`.
    ///
    /// # Errors
    ///
    /// Returns the error that was given, or another.
    async fn on_error(
        &self,
        attempt: &Attempt,
        error: TransportError,
    ) -> Result<Response<Bytes>, TransportError> {
        let _ = attempt;
        Err(error)
    }
}

/// Passes every method on to the hooks behind the pointer.
macro_rules! forward_to_inner {
    ($pointer:ty) => {
        #[async_trait]
        impl<H: Hooks + ?Sized> Hooks for $pointer {
            async fn before_request(
                &self,
                attempt: &Attempt,
                request: Request<Bytes>,
            ) -> Result<Request<Bytes>, TransportError> {
                (**self).before_request(attempt, request).await
            }

            async fn after_response(
                &self,
                attempt: &Attempt,
                response: Response<Bytes>,
            ) -> Result<Response<Bytes>, TransportError> {
                (**self).after_response(attempt, response).await
            }

            async fn on_error(
                &self,
                attempt: &Attempt,
                error: TransportError,
            ) -> Result<Response<Bytes>, TransportError> {
                (**self).on_error(attempt, error).await
            }
        }
    };
}

forward_to_inner!(Arc<H>);
forward_to_inner!(Box<H>);

const _: () = {
    const fn is_dyn_safe<T: Hooks + ?Sized>() {}
    is_dyn_safe::<dyn Hooks>();
    is_dyn_safe::<Arc<dyn Hooks>>();
};
