use http::{HeaderMap, StatusCode};

use super::Refusal;
use crate::{Credential, ModelConfig};

/// The header's name and the older one, which is still in use.
pub(crate) const NAMES: [&str; 2] = ["x-glean-actas", "x-scio-actas"];

/// Reads the user to act for under either name; an empty value is none.
///
/// Basis: docs and the official clients for the names; that two that differ are refused is assumed.
pub(super) fn read(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let mut named: Option<&str> = None;
    for value in NAMES.iter().flat_map(|name| headers.get_all(*name)) {
        let user = std::str::from_utf8(value.as_bytes())
            .map_err(|_| Refusal::bad_header("X-Glean-ActAs is not UTF-8"))?
            .trim();
        if user.is_empty() {
            continue;
        }
        match named {
            Some(other) if !other.eq_ignore_ascii_case(user) => {
                return Err(Refusal::bad_header(
                    "X-Glean-ActAs is there twice and differs",
                ));
            }
            _ => named = Some(user),
        }
    }
    Ok(named)
}

/// Finds whom the token is for; addresses are compared whatever their case.
///
/// Basis: docs; observed for the two texts `Required header missing: X-Glean-ActAs` and `Invalid
/// identity`; that a user given with another credential is answered 400 is assumed.
pub(super) fn check<'c>(
    credential: &'c Credential,
    named: Option<&str>,
    config: &'c ModelConfig,
) -> Result<Option<&'c str>, Refusal> {
    let kind = credential.kind();
    match (kind.needs_acting_user(), named) {
        (true, None) => Err(Refusal::in_contract(
            StatusCode::BAD_REQUEST,
            "Required header missing: X-Glean-ActAs",
            "a global credential needs the header X-Glean-ActAs",
        )),
        (true, Some(user)) => match config.find_user(user) {
            Some(user) => Ok(Some(user)),
            None => Err(Refusal::in_contract(
                StatusCode::UNAUTHORIZED,
                "Invalid identity",
                "the user in X-Glean-ActAs is not known to this fake",
            )),
        },
        (false, Some(_)) => Err(Refusal::in_contract(
            StatusCode::BAD_REQUEST,
            "Header not allowed: X-Glean-ActAs",
            format!("X-Glean-ActAs must be empty with a credential of this kind ({kind})"),
        )),
        (false, None) => Ok(credential.own_user()),
    }
}
