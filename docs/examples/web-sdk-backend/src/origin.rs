use std::fmt;
use std::str::FromStr;

use axum::http::Uri;

/// A scheme, a host and a port, as a browser writes them in the header `Origin`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

/// Says that a text is not the URL of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidOrigin;

impl Origin {
    /// Gives it as text, without a slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Says whether browsers reach it over TLS.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for Origin {
    type Err = InvalidOrigin;

    /// Takes the origin of a URL, as `https://intranet.example.com` or with a path after it.
    fn from_str(url: &str) -> Result<Self, InvalidOrigin> {
        let url: Uri = url.parse().map_err(|_| InvalidOrigin)?;
        let scheme = url.scheme_str().ok_or(InvalidOrigin)?;
        let authority = url.authority().ok_or(InvalidOrigin)?.as_str();
        let default_port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return Err(InvalidOrigin),
        };
        let has_odd = |c: char| !(c.is_ascii_alphanumeric() || "-.:[]".contains(c));
        if authority.contains(has_odd) {
            return Err(InvalidOrigin);
        }
        let authority = authority.strip_suffix(default_port).unwrap_or(authority);
        Ok(Self(format!("{scheme}://{authority}").to_ascii_lowercase()))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for InvalidOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is no URL of a site; give `https://intranet.example.com`")
    }
}

impl std::error::Error for InvalidOrigin {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (url, expected) in [
            (
                "https://intranet.example.com",
                "https://intranet.example.com",
            ),
            (
                "https://Intranet.example.com:443/start?x=1",
                "https://intranet.example.com",
            ),
            ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(url.parse::<Origin>().unwrap().as_str(), expected);
        }
    }

    #[test]
    fn what_could_write_into_a_header_is_no_origin() {
        for url in [
            "",
            "intranet.example.com",
            "/start",
            "ftp://intranet.example.com",
            "https://ada@intranet.example.com",
            "https://intranet.example.com;script-src *",
            "https://*.example.com",
        ] {
            assert_eq!(url.parse::<Origin>(), Err(InvalidOrigin), "{url}");
        }
    }
}
