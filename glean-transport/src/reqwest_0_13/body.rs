use bytes::{Bytes, BytesMut};

use super::classify;
use crate::{TransportError, TransportErrorKind};

/// Reads the whole body, unless it is over the limit.
pub(super) async fn read(
    mut response: reqwest::Response,
    limit: Option<usize>,
) -> Result<Bytes, TransportError> {
    let limit = limit.unwrap_or(usize::MAX);
    // What the head announces need not be read to be refused.
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |announced| announced > limit) {
        return Err(TransportErrorKind::TooLarge.into());
    }
    let Some(first) = chunk(&mut response).await? else {
        return Ok(Bytes::new());
    };
    check(first.len(), limit)?;
    let Some(second) = chunk(&mut response).await? else {
        // The usual case: one chunk, handed on without a copy.
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
