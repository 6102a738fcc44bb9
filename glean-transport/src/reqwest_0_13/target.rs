use std::sync::{PoisonError, RwLock};

use http::Uri;
use reqwest::Url;

use crate::{TransportError, TransportErrorKind};

/// Keeps the last URL parsed: a client mostly asks the same one, and parsing costs more than a
/// tenth of a whole request on loopback.
#[derive(Default)]
pub(super) struct Target(RwLock<Option<(Uri, Url)>>);

impl Target {
    pub(super) fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        if let Some((last, url)) = &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            if last == uri {
                return Ok(url.clone());
            }
        }
        let url = Url::parse(&uri.to_string())
            .map_err(|error| TransportError::new(TransportErrorKind::InvalidRequest, error))?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((uri.clone(), url.clone()));
        Ok(url)
    }
}

impl std::fmt::Debug for Target {
    // The URL may hold a secret in its query.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Target")
    }
}
