use std::any::type_name;
use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};

use super::Hooks;
use crate::{Attempt, Transport, TransportError};

/// A transport with [`Hooks`] around it; made by [`with_hooks`](crate::TransportExt::with_hooks).
///
/// `Debug` names the type of the hooks, and shows nothing of them.
#[derive(Clone)]
pub struct Hooked<T, H> {
    inner: T,
    hooks: H,
}

impl<T, H> Hooked<T, H> {
    pub(crate) fn new(inner: T, hooks: H) -> Self {
        Self { inner, hooks }
    }
}

#[async_trait]
impl<T: Transport, H: Hooks> Transport for Hooked<T, H> {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let told = request.extensions().get::<Attempt>().cloned();
        let attempt = told.clone().unwrap_or_else(|| Attempt::new(""));
        let mut request = self.hooks.before_request(&attempt, request).await?;
        // A request that the hooks made anew has lost the body limit, which is to hold all the same.
        if let (Some(told), None) = (told, request.extensions().get::<Attempt>()) {
            request.extensions_mut().insert(told);
        }
        match self.inner.send(request).await {
            Ok(response) => self.hooks.after_response(&attempt, response).await,
            Err(error) => self.hooks.on_error(&attempt, error).await,
        }
    }

    fn reads_attempt(&self) -> bool {
        true
    }
}

impl<T: fmt::Debug, H> fmt::Debug for Hooked<T, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooked")
            .field("hooks", &type_name::<H>())
            .field("inner", &self.inner)
            .finish()
    }
}
