use std::net::IpAddr;

use http::Uri;

/// Says whether a URI names this machine: a loopback address, or `localhost` and what lies below it
/// ([RFC 6761, 6.3]).
///
/// By name and address alone; nothing is resolved. What may go in the clear and what needs no proxy
/// is decided by it, so that the two never differ.
///
/// ```
/// use glean_transport::is_loopback;
///
/// assert!(is_loopback(&"http://127.0.0.1:8080/x".parse()?));
/// assert!(!is_loopback(&"http://localhost.example.com/x".parse()?));
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
///
/// [RFC 6761, 6.3]: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
#[must_use]
pub fn is_loopback(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default().trim_end_matches('.');
    let ip = host
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>();
    let name = host.to_ascii_lowercase();
    ip.is_ok_and(|ip| ip.is_loopback()) || name == "localhost" || name.ends_with(".localhost")
}
