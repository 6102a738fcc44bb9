use bytes::Bytes;

use super::classify;
use crate::TransportError;
use crate::body::Chunks;

impl Chunks for reqwest::Response {
    fn announced(&self) -> Option<u64> {
        self.content_length()
    }

    async fn next(&mut self) -> Result<Option<Bytes>, TransportError> {
        self.chunk().await.map_err(classify::body)
    }
}
