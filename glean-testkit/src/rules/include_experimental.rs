use http::HeaderMap;

use super::Refusal;
use super::single::single;

/// Wants `true` or `false`.
///
/// Basis: docs for `true`; that another value is answered 400 is assumed.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    match single(headers, "X-Glean-Include-Experimental")? {
        None | Some("true" | "false") => Ok(()),
        Some(_) => Err(Refusal::bad_header(
            "X-Glean-Include-Experimental is neither true nor false",
        )),
    }
}
