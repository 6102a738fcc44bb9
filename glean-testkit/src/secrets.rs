use std::borrow::Cow;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderMap, HeaderName, Method};

use crate::model::TOKEN_PREFIX;
use crate::{Fingerprint, ModelConfig};

/// The shortest text that can be told from ordinary words, in bytes.
const SHORTEST: usize = 4;

/// The secrets that may stand where a request has none: what it presents, what looks like a minted
/// token, and on demand every credential of the fake.
pub(crate) struct Secrets<'a>(Vec<&'a [u8]>);

impl<'a> Secrets<'a> {
    /// Takes the credential of `Authorization`: its last word.
    pub(crate) fn of(headers: &'a HeaderMap) -> Self {
        Self(Vec::new()).and(
            headers
                .get(AUTHORIZATION)
                .map(|it| last_word(it.as_bytes())),
        )
    }

    /// Takes the credentials of the fake too, and the values of all headers that speak of a secret.
    ///
    /// That is more than every call can pay for.
    pub(crate) fn and_all(self, headers: &'a HeaderMap, config: &'a ModelConfig) -> Self {
        let speaking = headers.iter().filter(|(name, _)| speaks_of_a_secret(name));
        let presented = speaking.flat_map(|(_, value)| {
            let value = value.as_bytes();
            [value, last_word(value)]
        });
        self.and(presented).and(config.secrets().map(str::as_bytes))
    }

    fn and(mut self, secrets: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let told_apart = |secret: &&[u8]| secret.len() >= SHORTEST;
        self.0.extend(secrets.into_iter().filter(told_apart));
        self
    }

    /// Says whether a secret is a part of `text`, as it is or percent-encoded.
    pub(crate) fn stand_in(&self, text: &[u8]) -> bool {
        let decoded = percent_decoded(text);
        contains(&decoded, TOKEN_PREFIX.as_bytes())
            || self.0.iter().any(|secret| contains(&decoded, secret))
    }

    /// Shows a text of the caller's in a report: as it is, or by its fingerprint if it may be a secret.
    pub(crate) fn show<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.stand_in(text.as_bytes()) {
            redacted(text).into()
        } else {
            show(text)
        }
    }
}

/// What the names of headers have that hold a secret.
const WORDS: [&[u8]; 8] = [
    b"auth",
    b"cookie",
    b"credential",
    b"key",
    b"password",
    b"secret",
    b"signature",
    b"token",
];

/// Says whether the name of a header promises a secret.
pub(crate) fn speaks_of_a_secret(name: &HeaderName) -> bool {
    if [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) {
        return true;
    }
    let name = name.as_str();
    name != "x-glean-auth-type" && WORDS.iter().any(|word| contains(name.as_bytes(), word))
}

/// Shows a text if nobody could take it for a secret, and its fingerprint otherwise.
pub(crate) fn show(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        text.into()
    } else {
        redacted(text).into()
    }
}

/// Shows a method that HTTP has; any other word may be anything.
pub(crate) fn show_method(method: &Method) -> Cow<'_, str> {
    match *method {
        Method::GET
        | Method::HEAD
        | Method::POST
        | Method::PUT
        | Method::PATCH
        | Method::DELETE
        | Method::OPTIONS
        | Method::CONNECT
        | Method::TRACE => method.as_str().into(),
        _ => redacted(method.as_str()).into(),
    }
}

/// Shows a path segment by segment.
pub(crate) fn show_path(path: &str) -> String {
    let segments: Vec<_> = path.split('/').map(show).collect();
    segments.join("/")
}

/// Stands for a text that may be a secret.
pub(crate) fn redacted(secret: impl AsRef<[u8]>) -> String {
    format!("<redacted {}>", Fingerprint::of(secret))
}

/// Tells ordinary text from what may be a secret: its words are short, and letters alone or digits alone.
fn is_plain(text: &str) -> bool {
    let is_mark = text.starts_with("<redacted #") && text.ends_with('>');
    let is_version = |word: &str| {
        let number = word.strip_prefix('v');
        number.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let is_plain_word = |word: &str| match word.chars().count() {
        0..6 => true,
        6..25 => {
            word.chars().all(char::is_alphabetic)
                || word.chars().all(char::is_numeric)
                || is_version(word)
        }
        _ => false,
    };
    is_mark
        || text
            .split(|it: char| !it.is_alphanumeric())
            .all(is_plain_word)
}

fn last_word(value: &[u8]) -> &[u8] {
    value.rsplit(|byte| *byte == b' ').next().unwrap_or(value)
}

/// Looks for `part`, by its first byte: these texts are too short for a search that is prepared.
fn contains(text: &[u8], part: &[u8]) -> bool {
    let Some((first, rest)) = part.split_first() else {
        return true;
    };
    let is_there = |window: &[u8]| window.first() == Some(first) && window.ends_with(rest);
    text.windows(part.len()).any(is_there)
}

/// Undoes percent-encoding; what is none stays.
fn percent_decoded(text: &[u8]) -> Cow<'_, [u8]> {
    if !text.contains(&b'%') {
        return text.into();
    }
    let hex = |byte: u8| char::from(byte).to_digit(16);
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let byte = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        let byte = byte.and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        decoded.push(byte.unwrap_or(first));
        rest = match byte {
            Some(_) => &after[2..],
            None => after,
        };
    }
    decoded.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_shown() {
        for text in [
            "",
            "/rest/api/v1/createauthtokens",
            "/api/v12345/users/42",
            "text/html;q=0.8, */*",
            "2026-10-15T00:00:00Z",
            "15.10.2026",
            "perhaps",
            "SAML",
            "<redacted #38f92d2e>",
        ] {
            assert_eq!(show_path(text), text);
        }
    }

    #[test]
    fn what_may_be_a_secret_is_not() {
        for text in [
            "pl4nted",
            "s3cret-credential",
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9",
            "correcthorsebatterystaplexkcd",
            "0123456789abcdef",
            "<redacted #1> pl4nted",
        ] {
            assert_eq!(show(text), redacted(text));
        }
        let shown = show_path("/users/pl4nted/more");
        assert_eq!(shown, format!("/users/{}/more", redacted("pl4nted")));
    }

    #[test]
    fn a_secret_is_found_percent_encoded_too() {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, "Bearer a b/c%".parse().unwrap())]);
        let secrets = Secrets(vec![b"b/c%", b"known"]);
        for text in ["/b/c%", "/%62%2fc%25", "/%2", "/kno%77n", "/fake%2dglean-1"] {
            let found = secrets.stand_in(text.as_bytes());
            assert_eq!(found, text != "/%2", "{text}");
        }
        assert!(Secrets::of(&headers).stand_in(b"/b%2Fc%25/"));
        assert!(!Secrets::of(&headers).stand_in(b"/known"));
    }
}
