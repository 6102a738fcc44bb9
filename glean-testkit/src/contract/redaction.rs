use super::Credentials;
use crate::Fingerprint;
use crate::quote::quote;

/// Shows text of a server's without the credentials that may stand in it.
pub(super) struct Redaction<'a> {
    secrets: Vec<&'a str>,
}

impl<'a> Redaction<'a> {
    pub(super) fn of(credentials: &'a Credentials) -> Self {
        Self {
            secrets: credentials.secrets(),
        }
    }

    /// Puts the text between backticks: scrubbed, with control characters escaped, and cut.
    pub(super) fn quote(&self, text: &str) -> String {
        // Scrubbed before it is cut, or half a secret could stay.
        let scrubbed = self.secrets.iter().fold(text.to_owned(), |text, secret| {
            text.replace(secret, &format!("<redacted {}>", Fingerprint::of(secret)))
        });
        quote(&scrubbed)
    }
}
