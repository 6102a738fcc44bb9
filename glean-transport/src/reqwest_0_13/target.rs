use std::sync::{PoisonError, RwLock};

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use reqwest::Url;

use crate::{TransportError, TransportErrorKind, is_loopback};

/// Where a request goes, as reqwest wants it.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) url: Url,
    /// Whether it is plain HTTP to this machine, which needs neither TLS nor a proxy.
    #[cfg_attr(
        not(feature = "__reqwest-tls"),
        allow(dead_code, reason = "a given client goes anywhere")
    )]
    pub(super) is_local: bool,
}

/// Keeps the last target: a client mostly asks the same one, and parsing its URL anew costs more
/// than a tenth of a whole request on loopback.
#[derive(Default)]
pub(super) struct LastTarget(RwLock<Option<(Uri, Target)>>);

impl LastTarget {
    pub(super) fn of(&self, uri: &Uri) -> Result<Target, TransportError> {
        if let Some((last, target)) = &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            if is_same(last, uri) {
                return Ok(target.clone());
            }
        }
        let url = Url::parse(&uri.to_string())
            .map_err(|error| TransportError::new(TransportErrorKind::InvalidRequest, error))?;
        let is_local = uri.scheme() == Some(&Scheme::HTTP) && is_loopback(uri);
        let target = Target { url, is_local };
        let mut last = self.0.write().unwrap_or_else(PoisonError::into_inner);
        *last = Some((uri.clone(), target.clone()));
        Ok(target)
    }
}

/// Compares by address first: a client's URI is mostly a clone of the one that is kept, which shares
/// its memory.
fn is_same(kept: &Uri, uri: &Uri) -> bool {
    let shares = |kept: Option<&str>, given: Option<&str>| match (kept, given) {
        (Some(kept), Some(given)) => std::ptr::eq(kept, given),
        _ => false,
    };
    let authority = |uri| Uri::authority(uri).map(Authority::as_str);
    let path = |uri| Uri::path_and_query(uri).map(PathAndQuery::as_str);
    let is_clone = shares(path(kept), path(uri))
        && shares(authority(kept), authority(uri))
        && kept.scheme() == uri.scheme();
    is_clone || kept == uri
}

impl std::fmt::Debug for LastTarget {
    // The URL may hold a secret in its query.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LastTarget")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_http_to_loopback_does_without_tls_and_proxy() {
        for (uri, expected) in [
            ("http://127.0.0.1:8080/x", true),
            ("http://[::1]:8080/x", true),
            ("http://LOCALHOST/x", true),
            ("http://localhost./x", true),
            ("http://fake.LocalHost:80/x", true),
            ("https://127.0.0.1/x", false),
            ("http://10.0.0.1/x", false),
            ("http://localhost.example.com/x", false),
        ] {
            let target = LastTarget::default().of(&uri.parse().unwrap()).unwrap();
            assert_eq!(target.is_local, expected, "{uri}");
        }
    }

    #[test]
    fn another_uri_is_parsed_anew() {
        let last = LastTarget::default();
        for uri in [
            "http://127.0.0.1:1/x",
            "http://127.0.0.1:1/y",
            "http://127.0.0.1:1/x",
        ] {
            assert_eq!(last.of(&uri.parse().unwrap()).unwrap().url.as_str(), uri);
        }
    }
}
