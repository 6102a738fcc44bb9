use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;

use crate::TransportError;

/// Sends one HTTP request and gives back the whole reply.
///
/// # Contract
///
/// - Any status is `Ok`. What a status means is decided above the seam.
/// - Redirects are not followed: a 302 comes back as a 302.
/// - One `send` is one exchange. There is no hidden retry; only a request that provably never left
///   (a pooled connection that was found closed) may be put on another connection.
/// - No cookies, and no header that the caller did not give, but for what HTTP's framing needs
///   (`Host`, `Content-Length`, `Transfer-Encoding`, `Connection`).
/// - An empty `POST` carries `Content-Length: 0`.
/// - A failure concerns one exchange: the next request gets its own reply, on a connection that is in
///   order.
/// - Header values survive byte by byte in both directions, repeated ones in their order, also
///   when they are not UTF-8.
/// - A body over the limit ([`Attempt::body_limit`](crate::Attempt), [`DEFAULT_BODY_LIMIT`] unless
///   set) is [`TooLarge`](crate::TransportErrorKind::TooLarge), without being read to its end.
/// - A body that ends before its framing says so is an error, never a success.
/// - A body that the transport decoded carries no stale `Content-Encoding` or `Content-Length`.
/// - The executor is never blocked.
///
/// # Cancellation
///
/// Dropping the future closes or abandons the exchange and leaves the transport usable. Time-outs
/// and deadlines are made of this: [`retry::send`](crate::retry::send) drops the future when time
/// is up, and a backend that honours the drop needs no timer of its own. One that can't be stopped
/// (a blocking client on a thread pool, say) asks for the [`Attempt`](crate::Attempt) by
/// [`reads_attempt`](Self::reads_attempt) and sets its own timer by it.
///
/// # Errors
///
/// Each [`TransportErrorKind`](crate::TransportErrorKind) says whether the server may have seen
/// the request; when in doubt an implementation says that it may have. Neither an error nor its
/// sources carry a header value or a URL's userinfo or query.
///
/// # Implementing your own
///
/// Implement the trait with `async_trait`, or hand a closure to [`transport_fn`](crate::transport_fn).
/// The trait is dyn-safe; the crates above hold an `Arc<dyn Transport>`.
///
/// ```
/// use bytes::Bytes;
/// use glean_transport::{Transport, TransportError};
///
/// /// Answers every request with the same status.
/// #[derive(Debug)]
/// struct Always(http::StatusCode);
///
/// #[async_trait::async_trait]
/// impl Transport for Always {
///     async fn send(
///         &self,
///         _request: http::Request<Bytes>,
///     ) -> Result<http::Response<Bytes>, TransportError> {
///         let mut response = http::Response::new(Bytes::new());
///         *response.status_mut() = self.0;
///         Ok(response)
///     }
/// }
/// ```
///
/// The guide's page ["Write your own Transport"] builds one on a blocking client, step by step.
///
/// # Testing yours
///
/// `glean-testkit` has a suite, `conformance!`, with a named test for each line of the contract above,
/// over real sockets: faults in every phase, TLS, requests beside each other. The backends of this
/// crate pass it; what a transport can't do it declares, and sees ignored. For the code above the seam
/// there is a fake Glean server that is itself a `Transport`.
///
/// ["Write your own Transport"]: https://github.com/glean-for-rust/glean-for-rust/blob/HEAD/docs/write-your-own-transport.md
/// [`DEFAULT_BODY_LIMIT`]: crate::DEFAULT_BODY_LIMIT
#[async_trait]
pub trait Transport: fmt::Debug + Send + Sync + 'static {
    /// Sends `request` and reads the whole reply.
    ///
    /// # Errors
    ///
    /// Returns a [`TransportError`] when no whole reply came; any status is a success here.
    async fn send(
        &self,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, TransportError>;

    /// Says whether each request shall carry an [`Attempt`](crate::Attempt) in its extensions.
    ///
    /// Off by default, because the extensions of a request cost three allocations. A body limit
    /// other than the default always travels, whatever this says. A decorator answers `true` if it
    /// reads the attempt itself, and else what the transport inside answers.
    fn reads_attempt(&self) -> bool {
        false
    }
}

/// Passes every method on to the transport behind the pointer.
macro_rules! forward_to_inner {
    ($pointer:ty) => {
        #[async_trait]
        impl<T: Transport + ?Sized> Transport for $pointer {
            async fn send(
                &self,
                request: http::Request<Bytes>,
            ) -> Result<http::Response<Bytes>, TransportError> {
                (**self).send(request).await
            }

            fn reads_attempt(&self) -> bool {
                (**self).reads_attempt()
            }
        }
    };
}

forward_to_inner!(Arc<T>);
forward_to_inner!(Box<T>);

const _: () = {
    const fn is_dyn_safe_send_and_sync<T: Transport + Send + Sync + ?Sized>() {}
    is_dyn_safe_send_and_sync::<dyn Transport>();
    is_dyn_safe_send_and_sync::<Arc<dyn Transport>>();
    is_dyn_safe_send_and_sync::<Box<dyn Transport>>();
};
