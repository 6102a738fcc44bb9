use std::borrow::Cow;
use std::collections::BTreeMap;

use glean_models::{JsonValue, ProblemDetails};
use http::{HeaderMap, HeaderValue};

const REDACTED: &str = "[redacted]";

/// `&#0000000043;`, in bytes: more zeros are no one's spelling.
const LONGEST_HTML_ESCAPE: usize = 14;

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
            match replace(&text, secret) {
                Some(scrubbed) => Cow::Owned(scrubbed),
                None => text,
            }
        })
    }

    pub(crate) fn scrub_in_place(&self, text: &mut String) {
        if let Cow::Owned(scrubbed) = self.scrub(text) {
            *text = scrubbed;
        }
    }

    pub(crate) fn scrub_problem(&self, problem: &mut ProblemDetails) {
        let texts = [
            &mut problem.problem_type,
            &mut problem.title,
            &mut problem.detail,
            &mut problem.instance,
            &mut problem.code,
            &mut problem.documentation_url,
            &mut problem.request_id,
        ];
        texts
            .into_iter()
            .flatten()
            .for_each(|text| self.scrub_in_place(text));
        self.scrub_members(&mut problem.extensions);
    }

    fn scrub_json(&self, value: &mut JsonValue) {
        match value {
            JsonValue::String(text) => self.scrub_in_place(text),
            JsonValue::Array(items) => items.iter_mut().for_each(|item| self.scrub_json(item)),
            JsonValue::Object(members) => self.scrub_members(members),
            _ => {}
        }
    }

    fn scrub_members(&self, members: &mut BTreeMap<String, JsonValue>) {
        *members = std::mem::take(members)
            .into_iter()
            .map(|(mut name, mut value)| {
                self.scrub_in_place(&mut name);
                self.scrub_json(&mut value);
                (name, value)
            })
            .collect();
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

/// Replaces `secret` in `text`, also where JSON, HTML or a URL would escape it; `None` if it is not there.
fn replace(text: &str, secret: &str) -> Option<String> {
    let mut replaced = String::new();
    let (mut kept, mut at) = (0, 0);
    while let Some(next) = text[at..].chars().next() {
        match spelled_length(&text[at..], secret) {
            Some(length) => {
                replaced.push_str(&text[kept..at]);
                replaced.push_str(REDACTED);
                at += length;
                kept = at;
            }
            None => at += next.len_utf8(),
        }
    }
    (kept > 0).then(|| replaced + &text[kept..])
}

/// Gives the length of `secret` at the beginning of `text`, plain or escaped.
fn spelled_length(text: &str, secret: &str) -> Option<usize> {
    if text.starts_with(secret) {
        return Some(secret.len());
    }
    let rest = secret.chars().try_fold(text, strip_spelled)?;
    Some(text.len() - rest.len())
}

/// Takes one character off `text`, plain or as JSON, HTML or a URL may spell it.
fn strip_spelled(text: &str, wanted: char) -> Option<&str> {
    match text.chars().next()? {
        '\\' => strip_json_escape(text, wanted),
        '%' => strip_percent_escape(text, wanted).or_else(|| text.strip_prefix(wanted)),
        '&' => strip_html_escape(text, wanted).or_else(|| text.strip_prefix(wanted)),
        _ => text.strip_prefix(wanted),
    }
}

/// `%2B` (RFC 3986, 2.1).
fn strip_percent_escape(text: &str, wanted: char) -> Option<&str> {
    let digits = text.strip_prefix('%')?;
    let is_wanted = u32::from_str_radix(digits.get(..2)?, 16) == Ok(u32::from(wanted));
    is_wanted.then(|| &digits[2..])
}

/// `&#43;`, `&#x2B;`, and the names that HTML's own characters have.
fn strip_html_escape(text: &str, wanted: char) -> Option<&str> {
    // Looked for nearby alone: a body full of `&` would else be read to its end for each of them.
    let end = text
        .bytes()
        .take(LONGEST_HTML_ESCAPE)
        .position(|byte| byte == b';')?;
    let (name, rest) = (text.get(1..end)?, &text[end + 1..]);
    let code = match name {
        "amp" => u32::from('&'),
        "lt" => u32::from('<'),
        "gt" => u32::from('>'),
        "quot" => u32::from('"'),
        "apos" => u32::from('\''),
        "plus" => u32::from('+'),
        "equals" => u32::from('='),
        "sol" => u32::from('/'),
        _ => {
            let number = name.strip_prefix('#')?;
            match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            }
        }
    };
    (code == u32::from(wanted)).then_some(rest)
}

/// `\u002b`, `\/`, `\"` (RFC 8259, 7).
fn strip_json_escape(text: &str, wanted: char) -> Option<&str> {
    let escape = text.strip_prefix('\\')?;
    if let Some(digits) = escape.strip_prefix('u') {
        let is_wanted = u32::from_str_radix(digits.get(..4)?, 16) == Ok(u32::from(wanted));
        return is_wanted.then(|| &digits[4..]);
    }
    escape
        .strip_prefix(wanted)
        .filter(|_| matches!(wanted, '"' | '\\' | '/'))
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
    fn a_secret_is_found_however_json_spells_it() {
        let secrets = Secrets::of_text("s3/c\"r\\e+t");
        for text in [
            r#"s3/c"r\e+t"#,
            r#"s3/c\"r\\e+t"#,
            r#"s3\/c\"r\\e+t"#,
            r"\u00733\u002Fc\u0022r\u005Ce\u002bt",
        ] {
            assert_eq!(
                secrets.scrub(&format!("<{text}>")),
                "<[redacted]>",
                "{text}"
            );
        }
        for text in [r"\", r"s3\", r"s3\u", r"s3\u00", r"s3\u00ä", "ä"] {
            assert_eq!(secrets.scrub(text), text);
        }
    }

    #[test]
    fn a_secret_is_found_however_a_url_or_html_spells_it() {
        let secrets = Secrets::of_text("ab%1&+x/y==");
        for text in [
            "ab%1&+x/y==",
            "ab%251%26%2Bx%2fy%3D%3D",
            "ab%1&amp;&#x2B;x&#47;y&#61;&equals;",
        ] {
            assert_eq!(
                secrets.scrub(&format!("<{text}>")),
                "<[redacted]>",
                "{text}"
            );
        }
        for text in [
            "ab%",
            "ab%2",
            "ab%1&",
            "ab%1&#x;",
            "ab%1&nosuch;",
            "ab%1&#99999999999;",
        ] {
            assert_eq!(secrets.scrub(text), text);
        }
    }

    #[test]
    fn a_long_body_of_what_may_begin_an_escape_is_read_once() {
        let secrets = Secrets::of_text("s3cret");
        for beginning in ["&", "%", "\\", "s3cre&"] {
            let text = beginning.repeat((1 << 20) / beginning.len());
            assert_eq!(secrets.scrub(&text), text, "{beginning}");
        }
    }

    #[test]
    fn an_empty_secret_hides_nothing() {
        assert_eq!(Secrets::of_text(" ").scrub("a b"), "a b");
    }
}
