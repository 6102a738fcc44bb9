use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use glean_transport::is_loopback;
use http::Uri;
use http::uri::{PathAndQuery, Scheme};

/// A server URL, checked and parsed once, with the operations' URLs made from it.
#[derive(Clone)]
pub(crate) struct ServerUrl(Arc<Inner>);

struct Inner {
    base: Uri,
    is_insecure: bool,
    uris: RwLock<Vec<(&'static str, Uri)>>,
}

impl ServerUrl {
    /// Reads a server URL; the error says what to give instead, and repeats no secret.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let rest = rest.trim_end_matches('/');
        if rest.is_empty() {
            return Err("it is empty; give `https://acme-be.glean.com`".to_owned());
        }
        if rest.contains('@') {
            return Err(
                "it holds a user or a password; give the credential by `.api_token(..)`, \
                        and the URL without it"
                    .to_owned(),
            );
        }
        for (mark, what) in [('?', "a query"), ('#', "a fragment")] {
            if rest.contains(mark) {
                return Err(format!("it has {what}; give the URL up to there"));
            }
        }
        if let Some(odd) = rest
            .chars()
            .find(|&c| c == '\\' || c.is_whitespace() || c.is_control())
        {
            return Err(format!("it holds {odd:?}, which no URL may"));
        }
        if rest
            .split('/')
            .skip(1)
            .any(|segment| segment == "." || segment == "..")
        {
            return Err(
                "its path has `.` or `..` in it; give the path that they lead to".to_owned(),
            );
        }
        let base: Uri = format!("{scheme}://{rest}")
            .parse()
            .map_err(|error| format!("it is no URL: {error}"))?;
        let is_http = [Scheme::HTTP, Scheme::HTTPS]
            .iter()
            .any(|it| base.scheme() == Some(it));
        if !is_http {
            return Err("its scheme is neither `https` nor `http`".to_owned());
        }
        if base.host().unwrap_or_default().is_empty() {
            return Err("it names no host".to_owned());
        }
        // After the bracket, if any: an IPv6 address has colons of its own.
        let authority = rest.split('/').next().unwrap_or_default();
        let after_address = authority.rsplit(']').next().unwrap_or_default();
        if after_address.contains(':') && base.port_u16().is_none() {
            return Err(
                "it has a colon after the host, and no port from 0 to 65535 behind it".to_owned(),
            );
        }
        let is_insecure = base.scheme() == Some(&Scheme::HTTP) && !is_loopback(&base);
        Ok(Self(Arc::new(Inner {
            base,
            is_insecure,
            uris: RwLock::default(),
        })))
    }

    /// Makes the server URL of an instance, the part before `-be.glean.com`.
    pub(crate) fn of_instance(instance: &str) -> Result<Self, String> {
        let name = instance_name(instance);
        if name.is_empty() {
            return Err(
                "it is empty; give the part before `-be.glean.com`, such as `acme`".to_owned(),
            );
        }
        if name != instance {
            let is_plain = is_label(name);
            let hint = if is_plain {
                format!("give `{name}`")
            } else {
                "give `acme`".to_owned()
            };
            return Err(format!(
                "it is to be the part before `-be.glean.com` alone: {hint}, or a whole URL by \
                 `.server_url(..)`"
            ));
        }
        if !is_label(name) {
            return Err(
                "it may hold only letters, digits and hyphens, at most 60; give the part \
                        before `-be.glean.com`, such as `acme`"
                    .to_owned(),
            );
        }
        Self::parse(&format!(
            "https://{}-be.glean.com",
            name.to_ascii_lowercase()
        ))
    }

    /// Says whether requests would go in the clear to another machine.
    pub(crate) fn is_insecure(&self) -> bool {
        self.0.is_insecure
    }

    pub(crate) fn base(&self) -> &Uri {
        &self.0.base
    }

    /// Gives the URL of an operation's path. It is made once, then kept.
    pub(crate) fn uri(&self, path: &'static str) -> Uri {
        let uris = self.0.uris.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, uri)) = uris.iter().find(|(kept, _)| *kept == path) {
            return uri.clone();
        }
        drop(uris);
        let uri = self.join(path);
        self.0
            .uris
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .push((path, uri.clone()));
        uri
    }

    fn join(&self, path: &'static str) -> Uri {
        let prefix = self.0.base.path().trim_end_matches('/');
        let mut parts = self.0.base.clone().into_parts();
        parts.path_and_query = PathAndQuery::try_from(format!("{prefix}{path}")).ok();
        // A parsed path before a constant one is a path; the base stands in for the impossible.
        Uri::from_parts(parts).unwrap_or_else(|_| self.0.base.clone())
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.base, f)
    }
}

/// Finds the instance's name in what people give instead of it: a URL, a host, `acme-be`.
fn instance_name(given: &str) -> &str {
    let host = given.split_once("://").map_or(given, |(_, rest)| rest);
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split(':').next().unwrap_or_default();
    let label = host.split('.').next().unwrap_or_default().trim();
    label.strip_suffix("-be").unwrap_or(label)
}

fn is_label(name: &str) -> bool {
    // A label has at most 63 characters (RFC 1035, 2.3.4), three of which are `-be`.
    (1..=60).contains(&name.len())
        && !name.starts_with('-')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> String {
        ServerUrl::parse(text)
            .unwrap()
            .uri("/rest/api/v1/x")
            .to_string()
    }

    #[test]
    fn a_scheme_is_added_slashes_are_dropped_and_a_prefix_is_kept() {
        assert_eq!(
            uri("acme-be.glean.com"),
            "https://acme-be.glean.com/rest/api/v1/x"
        );
        assert_eq!(
            uri("https://acme-be.glean.com///"),
            "https://acme-be.glean.com/rest/api/v1/x"
        );
        assert_eq!(
            uri("gw.example.com/glean/"),
            "https://gw.example.com/glean/rest/api/v1/x"
        );
        assert_eq!(uri("http://[::1]:8080"), "http://[::1]:8080/rest/api/v1/x");
        assert_eq!(
            uri("localhost:8443"),
            "https://localhost:8443/rest/api/v1/x"
        );
    }

    #[test]
    fn what_is_no_plain_server_url_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "it is empty"),
            ("https://", "it is empty"),
            (
                "https://ada:s3cret@acme-be.glean.com",
                "a user or a password",
            ),
            ("https://acme-be.glean.com?key=s3cret", "a query"),
            ("https://acme-be.glean.com#s3cret", "a fragment"),
            ("ftp://acme-be.glean.com", "neither"),
            ("https://acme be.glean.com", "' '"),
            ("https://acme-be.glean.com\\x", "'\\\\'"),
            ("https://acme-be.glean.com/a/../b", "`..`"),
            ("https://:443", "no host"),
            ("https://acme-be.glean.com:", "no port"),
            ("https://acme-be.glean.com:99999", "no port"),
            ("https://acmé.glean.com", "no URL"),
        ] {
            let refusal = ServerUrl::parse(text)
                .err()
                .unwrap_or_else(|| panic!("{text} passed"));
            assert!(refusal.contains(reason), "{text}: {refusal}");
            assert!(!refusal.contains("s3cret"), "{refusal}");
        }
    }

    #[test]
    fn an_instance_is_the_part_before_be_and_nothing_else() {
        let server = ServerUrl::of_instance("Acme-1").unwrap();
        assert_eq!(
            server.uri("/x").to_string(),
            "https://acme-1-be.glean.com/x"
        );
        for (given, hint) in [
            ("acme-be", "give `acme`"),
            ("https://acme-be.glean.com/", "give `acme`"),
            ("acme-be.glean.com", "give `acme`"),
            ("acme.glean.com", "give `acme`"),
            ("https://ada:s3cret@acme-be.glean.com", "give `acme`"),
            (" acme", "give `acme`"),
            ("", "such as `acme`"),
            ("ac_me", "only letters"),
            ("-acme", "only letters"),
        ] {
            let refusal = ServerUrl::of_instance(given).unwrap_err();
            assert!(refusal.contains(hint), "{given}: {refusal}");
            assert!(!refusal.contains("s3cret"), "{refusal}");
        }
    }

    #[test]
    fn only_plain_http_to_elsewhere_is_insecure() {
        for (text, insecure) in [
            ("http://acme-be.glean.com", true),
            ("http://localhost.example.com", true),
            ("http://127.0.0.1.example.com", true),
            ("http://10.0.0.1", true),
            ("http://0.0.0.0", true),
            ("http://127.1.2.3:80", false),
            ("http://[::1]", false),
            ("http://LOCALHOST:1", false),
            ("http://fake.localhost", false),
            ("https://acme-be.glean.com", false),
        ] {
            assert_eq!(
                ServerUrl::parse(text).unwrap().is_insecure(),
                insecure,
                "{text}"
            );
        }
    }
}
