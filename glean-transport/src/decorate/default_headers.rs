use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use http::{HeaderMap, Request, Response};

use crate::{Transport, TransportError};

/// A transport whose requests all carry some headers; made by
/// [`with_default_headers`](crate::TransportExt::with_default_headers).
///
/// A header is added where the request has none of its name; what the request has stays as it is.
/// Repeated ones are added together, in their order. Headers that frame the message, such as
/// `Content-Length` and `Host`, are the HTTP client's own, and not for here.
///
/// `Debug` shows names alone. A value that is a secret is better marked by
/// [`set_sensitive`](http::HeaderValue::set_sensitive): other code's `Debug` then hides it too, and
/// HTTP/2 keeps it out of its compression table.
#[derive(Clone)]
pub struct DefaultHeaders<T> {
    inner: T,
    headers: HeaderMap,
}

impl<T> DefaultHeaders<T> {
    pub(crate) fn new(inner: T, headers: HeaderMap) -> Self {
        Self { inner, headers }
    }
}

#[async_trait]
impl<T: Transport> Transport for DefaultHeaders<T> {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let headers = request.headers_mut();
        for name in self.headers.keys() {
            if !headers.contains_key(name) {
                for value in self.headers.get_all(name) {
                    headers.append(name, value.clone());
                }
            }
        }
        self.inner.send(request).await
    }

    fn reads_attempt(&self) -> bool {
        self.inner.reads_attempt()
    }
}

impl<T: fmt::Debug> fmt::Debug for DefaultHeaders<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DefaultHeaders")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("inner", &self.inner)
            .finish()
    }
}
