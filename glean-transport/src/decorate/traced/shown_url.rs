use std::fmt;

use http::Uri;
use http::uri::{Authority, Scheme};

/// Writes a URL without user and password, and with what its query says redacted.
///
/// Names in the query are left out too: which of them are harmless is not for here to know.
pub(super) struct ShownUrl<'a>(pub(super) &'a Uri);

impl fmt::Display for ShownUrl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(uri) = self;
        if let Some(scheme) = uri.scheme_str() {
            write!(f, "{scheme}://")?;
        }
        if let Some(authority) = uri.authority() {
            f.write_str(authority.host())?;
            if let Some(port) = authority.port() {
                write!(f, ":{port}")?;
            }
        }
        f.write_str(uri.path())?;
        match uri.query() {
            Some(_) => f.write_str("?REDACTED"),
            None => Ok(()),
        }
    }
}

/// Gives the host; an IPv6 address without its brackets, as it is no part of a URL there.
pub(super) fn host(uri: &Uri) -> Option<&str> {
    let host = uri.authority().map(Authority::host)?;
    let bare = host.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    Some(bare.unwrap_or(host)).filter(|host| !host.is_empty())
}

/// Gives the port, or else that of the scheme.
pub(super) fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or_else(|| match uri.scheme()? {
        scheme if *scheme == Scheme::HTTP => Some(80),
        scheme if *scheme == Scheme::HTTPS => Some(443),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_loses_its_user_and_what_its_query_says() {
        for (url, shown, server) in [
            (
                "https://api.example.com/x",
                "https://api.example.com/x",
                (Some("api.example.com"), Some(443)),
            ),
            (
                "http://ada:s3cret@api.example.com:8080/x?key=s3cret",
                "http://api.example.com:8080/x?REDACTED",
                (Some("api.example.com"), Some(8080)),
            ),
            (
                "http://s3cret@[::1]",
                "http://[::1]/",
                (Some("::1"), Some(80)),
            ),
            (
                "https://[::1]:1/?",
                "https://[::1]:1/?REDACTED",
                (Some("::1"), Some(1)),
            ),
            ("ftp://host/x", "ftp://host/x", (Some("host"), None)),
            ("/x?s3cret", "/x?REDACTED", (None, None)),
            ("*", "*", (None, None)),
        ] {
            let uri: Uri = url.parse().unwrap();
            assert_eq!(ShownUrl(&uri).to_string(), shown);
            assert_eq!((host(&uri), port(&uri)), server, "{url}");
        }
    }
}
