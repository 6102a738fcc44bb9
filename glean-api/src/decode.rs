use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

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
    let value = value.to_str().unwrap_or_default();
    let essence = value.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        MediaType::Json
    } else if essence.eq_ignore_ascii_case("application/problem+json") {
        MediaType::ProblemJson
    } else {
        MediaType::Other
    }
}

/// Drops a byte order mark, which a reader of JSON may ignore (RFC 8259, 8.1).
pub(crate) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

/// Reads JSON; the error names the field and the reason, and no value.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
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
        _ => return format!("broken JSON: {error}"),
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    match serde_path_to_error::deserialize::<_, T>(&mut json) {
        Err(error) if error.path().iter().len() > 0 => {
            format!("{}: {}", error.path(), error.inner())
        }
        _ => error.to_string(),
    }
}
