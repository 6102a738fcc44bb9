use http::HeaderMap;

use super::Refusal;

/// Reads a header that may stand there once.
///
/// Basis: RFC 9110, section 5.3, for headers that are no lists.
pub(super) fn single<'a>(
    headers: &'a HeaderMap,
    name: &'static str,
) -> Result<Option<&'a str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Refusal::bad_header(format!(
            "{name} is there more than once"
        )));
    }
    let text = std::str::from_utf8(value.as_bytes())
        .map_err(|_| Refusal::bad_header(format!("{name} is not UTF-8")))?;
    Ok(Some(text.trim()))
}
