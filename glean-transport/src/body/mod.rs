//! The reading of a reply's body, whichever library brings the chunks.

#[cfg(any(feature = "hyper-no-tls", feature = "tower"))]
mod http_body_1;

use bytes::{Bytes, BytesMut};

use crate::{TransportError, TransportErrorKind};

#[cfg(any(feature = "hyper-no-tls", feature = "tower"))]
pub(crate) use http_body_1::HttpBody;

/// A body as it comes in.
pub(crate) trait Chunks: Send {
    /// Gives the body's whole length, where the reply's head announced it.
    fn announced(&self) -> Option<u64>;

    /// Awaits the next chunk; `None` is the end.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, TransportError>> + Send;
}

/// Reads the whole body, unless it is over the limit.
pub(crate) async fn read(
    mut chunks: impl Chunks,
    limit: Option<usize>,
) -> Result<Bytes, TransportError> {
    let limit = limit.unwrap_or(usize::MAX);
    let announced = match chunks.announced() {
        // What the head announces need not be read to be refused.
        Some(length) => Some(usize::try_from(length).map_err(|_| TransportErrorKind::TooLarge)?),
        None => None,
    };
    check(announced.unwrap_or(0), limit)?;
    let Some(first) = chunks.next().await? else {
        return Ok(Bytes::new());
    };
    check(first.len(), limit)?;
    // The usual case: one chunk, which is all that was announced, handed on without a copy.
    if announced == Some(first.len()) {
        return Ok(first);
    }
    let Some(second) = chunks.next().await? else {
        return Ok(first);
    };
    let mut body = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(more) = next {
        check(body.len().saturating_add(more.len()), limit)?;
        body.extend_from_slice(&more);
        next = chunks.next().await?;
    }
    Ok(body.freeze())
}

fn check(length: usize, limit: usize) -> Result<(), TransportError> {
    if length > limit {
        Err(TransportErrorKind::TooLarge.into())
    } else {
        Ok(())
    }
}
