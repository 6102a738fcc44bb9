use std::error::Error;
use std::fmt;

/// Says why a server can't be verified at all; nothing was sent.
///
/// `Display` repeats nothing of the URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The URL is none with `http://` or `https://` and a host.
    InvalidUrl,
    /// The URL holds a user, a query or a fragment.
    MoreThanAServer,
    /// Real credentials would go in the clear.
    InsecureLive,
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InvalidUrl => "the server's URL is not of the form `https://host`",
            Self::MoreThanAServer => {
                "the server's URL holds a user, a query or a fragment; give it without"
            }
            Self::InsecureLive => {
                "`http://` would send real credentials in the clear; give a URL with `https://`"
            }
        })
    }
}

impl Error for VerifyError {}
