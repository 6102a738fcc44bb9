use std::borrow::Cow;

use http::{HeaderMap, HeaderValue};

const REDACTED: &str = "[redacted]";

/// Shorter values of extra headers are left alone: they are words, and text would suffer.
const SHORTEST_HEADER_SECRET: usize = 8;

/// What must not be shown, should a server echo it.
#[derive(Default)]
pub(crate) struct Secrets<'a>(Vec<&'a str>);

impl<'a> Secrets<'a> {
    pub(crate) fn of_text(secret: &'a str) -> Self {
        let mut secrets = Self::default();
        secrets.add(secret);
        secrets
    }

    /// Takes the credential of an `Authorization` header, without its scheme.
    pub(crate) fn add_authorization(&mut self, value: &'a HeaderValue) {
        if let Ok(text) = value.to_str() {
            self.add(
                text.split_once(' ')
                    .map_or(text, |(_, credential)| credential),
            );
        }
    }

    /// Takes the values of extra headers, which callers use for keys of gateways and the like.
    pub(crate) fn add_headers(&mut self, values: impl Iterator<Item = &'a HeaderValue>) {
        for text in values.filter_map(|value| value.to_str().ok()) {
            if text.len() >= SHORTEST_HEADER_SECRET {
                self.add(text);
            }
        }
    }

    fn add(&mut self, secret: &'a str) {
        let secret = secret.trim();
        if !secret.is_empty() {
            self.0.push(secret);
            // A secret that holds another goes first, or its rest would stay.
            self.0.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        }
    }

    pub(crate) fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.0.iter().fold(Cow::Borrowed(text), |text, secret| {
            if text.contains(secret) {
                Cow::Owned(text.replace(secret, REDACTED))
            } else {
                text
            }
        })
    }

    pub(crate) fn scrub_json(&self, value: &mut serde_json::Value) {
        match value {
            serde_json::Value::String(text) => {
                if let Cow::Owned(scrubbed) = self.scrub(text) {
                    *text = scrubbed;
                }
            }
            serde_json::Value::Array(values) => {
                values.iter_mut().for_each(|value| self.scrub_json(value));
            }
            serde_json::Value::Object(members) => {
                *members = std::mem::take(members)
                    .into_iter()
                    .map(|(name, mut value)| {
                        self.scrub_json(&mut value);
                        (self.scrub(&name).into_owned(), value)
                    })
                    .collect();
            }
            _ => {}
        }
    }

    /// Marks the headers that echo a secret as sensitive, which their `Debug` respects.
    pub(crate) fn mark(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            if self
                .0
                .iter()
                .any(|secret| contains(value.as_bytes(), secret.as_bytes()))
            {
                value.set_sensitive(true);
            }
        }
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_of_two_nested_secrets_goes_first() {
        let mut secrets = Secrets::of_text("abc");
        secrets.add("abcdef");
        assert_eq!(secrets.scrub("x abcdef y abc"), "x [redacted] y [redacted]");
    }

    #[test]
    fn a_credential_is_taken_without_its_scheme() {
        let value = HeaderValue::from_static("Bearer s3cret");
        let mut secrets = Secrets::default();
        secrets.add_authorization(&value);
        assert_eq!(
            secrets.scrub("Invalid Bearer: s3cret"),
            "Invalid Bearer: [redacted]"
        );
    }

    #[test]
    fn an_empty_secret_hides_nothing() {
        assert_eq!(Secrets::of_text(" ").scrub("a b"), "a b");
    }
}
