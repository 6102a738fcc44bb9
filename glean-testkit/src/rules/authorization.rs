use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};

use super::Refusal;
use crate::credential::MagicStatus;
use crate::model::TOKEN_PREFIX;
use crate::{CredentialState, ModelConfig};

/// Reads `Authorization: Bearer <credential>`, the scheme in any case; `None` without the header.
///
/// Basis: OpenAPI and docs; RFC 9110, section 11.1, for the scheme's case. That anything else is
/// answered like a missing credential is assumed.
pub(super) fn read(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(malformed("Authorization is there more than once"));
    }
    let Ok(value) = std::str::from_utf8(value.as_bytes()) else {
        return Err(malformed("Authorization is not UTF-8"));
    };
    let value = value.trim();
    let (scheme, secret) = value.split_once(' ').unwrap_or((value, ""));
    let secret = secret.trim_start();
    if !scheme.eq_ignore_ascii_case("bearer") {
        Err(malformed("Authorization is not of the scheme Bearer"))
    } else if secret.is_empty() {
        Err(malformed("Authorization has no credential after Bearer"))
    } else if secret
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("bearer "))
    {
        Err(malformed("Authorization has the word Bearer twice"))
    } else if secret.contains(char::is_whitespace) {
        Err(malformed(
            "the credential in Authorization has white space in it",
        ))
    } else {
        Ok(Some(secret))
    }
}

const UNAUTHENTICATED: &str = "Authentication required";

/// A header that no client should send, whatever its credential.
fn malformed(why: &'static str) -> Refusal {
    Refusal::unmatched(StatusCode::UNAUTHORIZED, UNAUTHENTICATED, why)
}

/// Gives the credential, or 401 without one.
///
/// Basis: docs for the status; the text is assumed.
pub(super) fn secret(presented: Option<&str>) -> Result<&str, Refusal> {
    presented.ok_or_else(|| {
        let why = "Authorization is missing";
        Refusal::in_contract(StatusCode::UNAUTHORIZED, UNAUTHENTICATED, why)
    })
}

/// Answers a credential that is not in the configuration: with the status that it asks for, or 401.
///
/// Basis: observed, for `Invalid Secret`; docs, for minted tokens not being valid here.
pub(super) fn unknown(secret: &str, config: &ModelConfig) -> Result<MagicStatus, Refusal> {
    let asked = config
        .status_credentials
        .then(|| MagicStatus::parse(secret))
        .flatten();
    asked.ok_or_else(|| {
        Refusal::invalid_secret(if secret.starts_with(TOKEN_PREFIX) {
            "a minted token is for the Web SDK and not valid for the Client API"
        } else {
            "the credential is not known to this fake"
        })
    })
}

/// Refuses a credential whose time is over.
///
/// Basis: docs and observed; that a revoked one is answered like an unknown one is assumed.
pub(super) fn check_alive(state: CredentialState) -> Result<(), Refusal> {
    match state {
        CredentialState::Expired => Err(Refusal {
            code: Some("token_expired"),
            ..Refusal::invalid_secret("the credential has expired")
        }),
        CredentialState::Revoked => Err(Refusal::invalid_secret("the credential was revoked")),
        CredentialState::Valid | CredentialState::Unscoped => Ok(()),
    }
}

/// Refuses a credential that lacks the scope.
///
/// Basis: docs for the status; the text is assumed.
pub(super) fn unscoped() -> Refusal {
    Refusal::in_contract(
        StatusCode::FORBIDDEN,
        "Insufficient permissions",
        "the credential lacks the scope to mint tokens",
    )
}
