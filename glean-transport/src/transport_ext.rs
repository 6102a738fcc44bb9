use http::HeaderMap;

use crate::Transport;
#[cfg(feature = "tracing")]
use crate::decorate::Traced;
use crate::decorate::{DefaultHeaders, Hooked, Hooks};

/// Puts decorators around any [`Transport`]; see [`decorate`](crate::decorate).
///
/// ```
/// use bytes::Bytes;
/// use glean_transport::{Transport, TransportError, TransportExt, transport_fn};
/// use http::header::{FROM, HeaderMap, HeaderValue};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let echo = transport_fn(|request: http::Request<Bytes>| async move {
///     let mut response = http::Response::new(Bytes::new());
///     *response.headers_mut() = request.headers().clone();
///     Ok::<_, TransportError>(response)
/// });
/// let mut headers = HeaderMap::new();
/// headers.insert(FROM, HeaderValue::from_static("ops@example.com"));
/// let transport = echo.with_default_headers(headers);
///
/// # let rt = tokio::runtime::Builder::new_current_thread().build()?;
/// # rt.block_on(async {
/// let response = transport.send(http::Request::new(Bytes::new())).await?;
/// assert_eq!(response.headers()[FROM], "ops@example.com");
/// # Ok(())
/// # })
/// # }
/// ```
pub trait TransportExt: Transport + Sized {
    /// Runs `hooks` around each attempt.
    fn with_hooks<H: Hooks>(self, hooks: H) -> Hooked<Self, H> {
        Hooked::new(self, hooks)
    }

    /// Adds `headers` to each request that has none of their name.
    fn with_default_headers(self, headers: HeaderMap) -> DefaultHeaders<Self> {
        DefaultHeaders::new(self, headers)
    }

    /// Opens a span for each attempt.
    #[cfg(feature = "tracing")]
    #[cfg_attr(docsrs, doc(cfg(feature = "tracing")))]
    fn with_tracing(self) -> Traced<Self> {
        Traced::new(self)
    }
}

impl<T: Transport> TransportExt for T {}
