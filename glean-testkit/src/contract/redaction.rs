use super::Credentials;
use crate::Fingerprint;

/// The most characters of a server's text that are shown.
const LENGTH: usize = 120;

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
        let mut quoted = String::from("`");
        for (index, character) in scrubbed.trim().chars().enumerate() {
            if index == LENGTH {
                quoted.push('…');
                break;
            }
            if character.is_control() || turns_direction(character) {
                quoted.extend(character.escape_default());
            } else {
                quoted.push(character);
            }
        }
        quoted.push('`');
        quoted
    }
}

/// Characters that make a terminal show the rest of the line in another order.
fn turns_direction(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}
