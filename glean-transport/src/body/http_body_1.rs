use std::future::poll_fn;
use std::pin::Pin;

use bytes::{Buf, Bytes};
use http_body::Body;

use super::Chunks;
use crate::TransportError;

/// An [`http_body::Body`] of data alone: trailers are left out.
pub(crate) struct HttpBody<'b, B, F> {
    body: Pin<&'b mut B>,
    announced: Option<u64>,
    classify: F,
}

impl<'b, B: Body, F: Fn(B::Error) -> TransportError> HttpBody<'b, B, F> {
    pub(crate) fn new(body: Pin<&'b mut B>, classify: F) -> Self {
        Self {
            announced: body.size_hint().exact(),
            body,
            classify,
        }
    }
}

impl<B, F> Chunks for HttpBody<'_, B, F>
where
    B: Body<Data: Send, Error: Send> + Send,
    F: Fn(B::Error) -> TransportError + Send + Sync,
{
    fn announced(&self) -> Option<u64> {
        self.announced
    }

    async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        while let Some(frame) = poll_fn(|cx| self.body.as_mut().poll_frame(cx)).await {
            let frame = frame.map_err(&self.classify)?;
            if let Ok(mut data) = frame.into_data() {
                // No copy where the data is `Bytes` already.
                return Ok(Some(data.copy_to_bytes(data.remaining())));
            }
        }
        Ok(None)
    }
}
