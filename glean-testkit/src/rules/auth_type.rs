use glean_models::AuthType;
use http::HeaderMap;

use super::Refusal;
use super::single::single;
use crate::CredentialKind;

const NAME: &str = "X-Glean-Auth-Type";

/// Reads `X-Glean-Auth-Type`, whose one value is `OAUTH`.
///
/// Basis: docs for the value; that another one is answered 400 is assumed.
pub(super) fn read(headers: &HeaderMap) -> Result<bool, Refusal> {
    match single(headers, NAME)?.map(AuthType::from) {
        None => Ok(false),
        Some(AuthType::OAuth) => Ok(true),
        Some(_) => Err(Refusal::bad_header(
            "X-Glean-Auth-Type has a value other than OAUTH",
        )),
    }
}

/// Wants the header with an external identity provider's token, and with nothing else.
///
/// Basis: docs and observed for a token without its header; the other way round is assumed.
pub(super) fn check(kind: CredentialKind, external: bool) -> Result<(), Refusal> {
    if kind.needs_auth_type() && !external {
        return Err(Refusal::invalid_secret(
            "an external OAuth token needs the header X-Glean-Auth-Type: OAUTH",
        ));
    }
    if external && !kind.needs_auth_type() {
        return Err(Refusal::invalid_secret(format!(
            "X-Glean-Auth-Type must be absent with a credential of this kind ({kind})",
        )));
    }
    Ok(())
}
