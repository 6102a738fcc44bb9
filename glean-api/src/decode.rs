use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Response, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};

use serde_path_to_error::{Path, Segment};

use crate::error::is_error;
use crate::{Error, ErrorKind, GleanError};

/// The media types that this crate tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MediaType {
    Json,
    ProblemJson,
    Other,
    Missing,
}

/// Reads the media type of a body, whatever its case and parameters (RFC 9110, 8.3.1).
pub(crate) fn media_type(headers: &HeaderMap) -> MediaType {
    let Some(value) = headers.get(CONTENT_TYPE) else {
        return MediaType::Missing;
    };
    // In bytes: a parameter may hold some that are no text.
    let value = value.as_bytes();
    if value == b"application/json" {
        return MediaType::Json;
    }
    let essence = value.split(|byte| *byte == b';').next();
    let essence = essence.unwrap_or_default().trim_ascii();
    if essence.eq_ignore_ascii_case(b"application/json") {
        MediaType::Json
    } else if essence.eq_ignore_ascii_case(b"application/problem+json") {
        MediaType::ProblemJson
    } else {
        MediaType::Other
    }
}

/// Drops a byte order mark, which a reader of JSON may ignore (RFC 8259, 8.1).
pub(crate) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Reads the reply of an operation that succeeds with a 200 and JSON.
pub(crate) fn success<T: DeserializeOwned>(
    operation: &'static str,
    response: Response<Bytes>,
) -> Result<T, Error> {
    let status = response.status();
    if is_error(status) {
        let reply = GleanError::new(response);
        return Err(Error::reply(operation, ErrorKind::Api, reply));
    }
    if status != StatusCode::OK || media_type(response.headers()) != MediaType::Json {
        let reply = GleanError::new(response);
        return Err(Error::reply(
            operation,
            ErrorKind::UnexpectedResponse,
            reply,
        ));
    }
    json(response.body())
        .map_err(|reason| Error::validation(operation, GleanError::new(response), reason))
}

/// Reads JSON; the error names the field and the reason, and no value.
fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let body = without_byte_order_mark(body);
    serde_json::from_slice(body).map_err(|error| explain::<T>(body, &error))
}

/// Reads once more, on the way that no one waits for, to say where it does not fit.
fn explain<T: DeserializeOwned>(body: &[u8], error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    match error.classify() {
        Category::Data => {}
        Category::Eof if body.iter().all(u8::is_ascii_whitespace) => {
            return "the body is empty".to_owned();
        }
        // A value that can't be read, such as `1e400`, is no broken JSON.
        _ if serde_json::from_slice::<IgnoredAny>(body).is_ok() => {}
        _ => return format!("broken JSON: {error}"),
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(error) if names_a_field(error.path()) => {
            format!("{}: {}", error.path(), error.inner())
        }
        _ if error.is_data() => error.to_string(),
        _ => format!("broken JSON: {error}"),
    }
}

/// Says whether a path leads to a field; a member whose name can't be read has none.
fn names_a_field(path: &Path) -> bool {
    let is_known = |segment: &Segment| !matches!(segment, Segment::Unknown);
    path.iter().len() > 0 && path.iter().all(is_known)
}

#[cfg(test)]
mod tests {
    use glean_models::CreateAuthTokenResponse;

    use super::*;

    #[test]
    fn a_member_whose_name_cannot_be_read_is_broken_json_and_no_field() {
        let body = br#"{"token":"t0ken","expirationTime":1,"x\ud800":2}"#;

        let reason = json::<CreateAuthTokenResponse>(body).unwrap_err();

        assert_eq!(
            reason,
            "broken JSON: unexpected end of hex escape at line 1 column 45"
        );
    }
}
