use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};

use super::Refusal;

/// Wants the caller to accept JSON; without `Accept` anything is accepted.
///
/// Basis: OpenAPI answers in `application/json` alone; RFC 9110, section 12.5.1, for how `Accept`
/// is read; 406 is assumed.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    let mut ranges = headers.get_all(ACCEPT).iter().flat_map(|value| {
        let text = value.to_str().unwrap_or("unreadable");
        text.split(',')
            .map(str::trim)
            .filter(|range| !range.is_empty())
    });
    let mut ranges = ranges.by_ref().peekable();
    if ranges.peek().is_none() {
        return Ok(());
    }
    // Of the ranges that match, the most specific one counts.
    let best = ranges
        .filter_map(read_range)
        .max_by_key(|range| range.specificity);
    if best.is_some_and(|range| range.wanted) {
        return Ok(());
    }
    Err(Refusal::unmatched(
        StatusCode::NOT_ACCEPTABLE,
        "Not Acceptable",
        "Accept does not admit application/json",
    ))
}

struct JsonRange {
    specificity: u8,
    /// The quality is not zero.
    wanted: bool,
}

/// Reads a media range that matches JSON; `None` for any other.
fn read_range(range: &str) -> Option<JsonRange> {
    let mut parts = range.split(';').map(str::trim);
    let specificity = match parts.next()?.to_ascii_lowercase().as_str() {
        "application/json" => 2,
        "application/*" => 1,
        "*/*" => 0,
        _ => return None,
    };
    let quality = parts
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
        .and_then(|(_, quality)| quality.trim().parse::<f32>().ok());
    Some(JsonRange {
        specificity,
        wanted: quality.is_none_or(|quality| quality > 0.0),
    })
}
