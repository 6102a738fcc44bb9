use std::error::Error;
use std::fmt;

use crate::quote::quote;

/// Says why a server can't be verified at all; nothing was sent.
///
/// `Display` repeats nothing of the URL.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// The URL is none with `http://` or `https://` and a host.
    InvalidUrl,
    /// The URL holds a user, a query or a fragment.
    MoreThanAServer,
    /// Real credentials would go in the clear.
    InsecureLive,
    /// No case that a server can be asked is called so.
    #[non_exhaustive]
    UnknownCase {
        /// The name that was given.
        id: String,
        /// The ids that are most like it, the likest first; none if none is.
        near: Vec<&'static str>,
    },
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidUrl => f.write_str("the server's URL is not of the form `https://host`"),
            Self::MoreThanAServer => {
                f.write_str("the server's URL holds a user, a query or a fragment; give it without")
            }
            Self::InsecureLive => f.write_str(
                "`http://` would send real credentials in the clear; give a URL with `https://`",
            ),
            Self::UnknownCase { id, near } => {
                let id = quote(id);
                write!(f, "no case that a server can be asked is called {id}")?;
                for (index, near) in near.iter().enumerate() {
                    let before = if index == 0 { "; near it are" } else { "," };
                    write!(f, "{before} `{near}`")?;
                }
                Ok(())
            }
        }
    }
}

impl Error for VerifyError {}
