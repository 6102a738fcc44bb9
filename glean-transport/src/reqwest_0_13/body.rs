use bytes::{Bytes, BytesMut};

use super::classify;
use crate::{TransportError, TransportErrorKind};

/// Reads the whole body, unless it is over the limit.
pub(super) async fn read(
    mut response: reqwest::Response,
    limit: Option<usize>,
) -> Result<Bytes, TransportError> {
    let limit = limit.unwrap_or(usize::MAX);
    let announced = match response.content_length() {
        // What the head announces need not be read to be refused.
        Some(length) => Some(usize::try_from(length).map_err(|_| TransportErrorKind::TooLarge)?),
        None => None,
    };
    check(announced.unwrap_or(0), limit)?;
    let Some(first) = chunk(&mut response).await? else {
        return Ok(Bytes::new());
    };
    check(first.len(), limit)?;
    // The usual case: one chunk, which is all that was announced, handed on without a copy.
    if announced == Some(first.len()) {
        return Ok(first);
    }
    let Some(second) = chunk(&mut response).await? else {
        return Ok(first);
    };
    let mut body = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(more) = next {
        check(body.len().saturating_add(more.len()), limit)?;
        body.extend_from_slice(&more);
        next = chunk(&mut response).await?;
    }
    Ok(body.freeze())
}

async fn chunk(response: &mut reqwest::Response) -> Result<Option<Bytes>, TransportError> {
    response.chunk().await.map_err(classify::body)
}

fn check(length: usize, limit: usize) -> Result<(), TransportError> {
    if length > limit {
        Err(TransportErrorKind::TooLarge.into())
    } else {
        Ok(())
    }
}
