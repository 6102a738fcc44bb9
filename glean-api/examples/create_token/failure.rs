use std::error::Error as StdError;
use std::fmt;
use std::io;

use glean_api::transport::retry::StopReason;
use glean_api::{Error, ErrorKind};

/// One line that says what failed, and a hint where the cause is known.
pub(crate) struct Failure {
    what: String,
    hint: Option<&'static str>,
}

impl Failure {
    /// The client could not be built.
    pub(crate) fn of_settings(error: &Error) -> Self {
        Self {
            what: with_cause(error),
            hint: settings_hint(error),
        }
    }

    /// The call failed.
    pub(crate) fn of_call(error: &Error) -> Self {
        Self {
            what: with_cause(error),
            hint: call_hint(error),
        }
    }

    /// The result could not be printed.
    pub(crate) fn of_output(error: &io::Error) -> Self {
        Self {
            what: format!("could not write to stdout: {error}"),
            hint: None,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.what)?;
        match self.hint {
            Some(hint) => write!(f, "\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Adds the innermost cause, which names the matter: `Connection refused`, say.
fn with_cause(error: &Error) -> String {
    match causes(error).last() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}

fn causes(error: &Error) -> impl Iterator<Item = String> + use<'_> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause.to_string())
    })
}

fn settings_hint(error: &Error) -> Option<&'static str> {
    let what = error.to_string();
    if what.starts_with("no server") {
        Some(
            "set GLEAN_INSTANCE or GLEAN_SERVER_URL; with GLEAN_API_TOKEN unset too, the fake is used",
        )
    } else if what.starts_with("no credential") {
        Some(
            "set GLEAN_API_TOKEN; with GLEAN_INSTANCE and GLEAN_SERVER_URL unset too, the fake is used",
        )
    } else {
        None
    }
}

fn call_hint(error: &Error) -> Option<&'static str> {
    match (error.kind(), error.status().map(|status| status.as_u16())) {
        (ErrorKind::Api, Some(400)) if error.to_string().contains("X-Glean-ActAs") => Some(
            "a global credential acts for a user: give --act-as ada@example.com; other credentials go without",
        ),
        (ErrorKind::Api, Some(401)) if error.to_string().contains("identity") => {
            Some("Glean knows no such user: check the address given by --act-as")
        }
        (ErrorKind::Api, Some(401)) => Some(
            "check GLEAN_API_TOKEN: it may be mistyped, expired or revoked; with an access token of your identity provider, give --oauth",
        ),
        (ErrorKind::Api, Some(403)) => Some(
            "the credential lacks the scope for createToken, or OAuth is switched off for it; an admin can change both",
        ),
        (ErrorKind::Api, Some(429)) => Some("too many requests: wait, or give --retries"),
        (ErrorKind::Api, Some(500..)) if error.stop_reason() == Some(StopReason::RetriesOff) => {
            Some("the server failed, which may pass: give --retries")
        }
        (ErrorKind::UnexpectedResponse, _) => Some(
            "does GLEAN_SERVER_URL or GLEAN_INSTANCE name the backend, as in https://acme-be.glean.com?",
        ),
        (ErrorKind::Connection, _) if causes(error).any(|cause| is_about_tls(&cause)) => Some(
            "TLS failed: does the server speak https, is its certificate trusted by this machine, and is the name in the URL the certificate's?",
        ),
        (ErrorKind::Connection, _) if causes(error).any(|cause| cause.contains("refused")) => {
            Some("nothing listens there: check host and port of GLEAN_SERVER_URL")
        }
        (ErrorKind::Connection, _) => {
            Some("check the server's name, the network and the proxy; --retries tries again")
        }
        (ErrorKind::Timeout, _) => Some("give a longer --timeout, or --retries"),
        _ => None,
    }
}

fn is_about_tls(cause: &str) -> bool {
    let cause = cause.to_lowercase();
    [
        "certificate",
        "tls",
        "ssl",
        "handshake",
        "corrupt message",
        "unknownissuer",
    ]
    .iter()
    .any(|word| cause.contains(word))
}
