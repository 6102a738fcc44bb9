//! The rules of createToken, each with its basis: OpenAPI, docs, observed or assumed.
//!
//! They come in three steps. [`route`] finds the operation; [`read`] takes the request apart and
//! refuses what no client should send; [`judge`] decides who may have a token. What fails in the
//! first two is no createToken call as the contract wants it.

mod accept;
mod acting_user;
mod auth_type;
mod authorization;
mod exclude_deprecated;
mod fields;
mod framing;
mod include_experimental;
mod refusal;
mod route;
mod single;

use std::time::SystemTime;

use bytes::Bytes;
use http::Request;

use crate::credential::MagicStatus;
use crate::{CredentialKind, CredentialState, Fingerprint, ModelConfig};

pub(crate) use acting_user::NAMES as ACTING_USER_NAMES;
pub(crate) use fields::{Distance, Fields};
pub(crate) use refusal::Refusal;
#[cfg(feature = "wiremock")]
pub(crate) use route::path;
pub(crate) use route::route;

/// A createToken call, taken apart.
pub(crate) struct Call<'a> {
    credential: Option<&'a str>,
    /// `X-Glean-Auth-Type: OAUTH` is there.
    external: bool,
    acting_user: Option<&'a str>,
}

#[cfg(feature = "wiremock")]
impl<'a> Call<'a> {
    pub(crate) fn credential(&self) -> Option<&'a str> {
        self.credential
    }

    pub(crate) fn acting_user(&self) -> Option<&'a str> {
        self.acting_user
    }
}

/// Takes a request to createToken apart.
pub(crate) fn read(request: &Request<Bytes>) -> Result<Call<'_>, Refusal> {
    let headers = request.headers();
    framing::check(headers, request.body())?;
    accept::check(headers)?;
    exclude_deprecated::check(headers)?;
    include_experimental::check(headers)?;
    Ok(Call {
        credential: authorization::read(headers)?,
        external: auth_type::read(headers)?,
        acting_user: acting_user::read(headers)?,
    })
}

/// What becomes of a call that is not refused.
pub(crate) enum Verdict {
    Mint(Grant),
    Status(MagicStatus),
}

/// A token may be minted.
pub(crate) struct Grant {
    pub(crate) kind: CredentialKind,
    pub(crate) credential: Fingerprint,
    pub(crate) acting_user: Option<String>,
}

/// Finds why a request is refused, if it is, whatever the script and the limits would do to it.
pub(crate) fn refusal(
    request: &Request<Bytes>,
    config: &ModelConfig,
    now: SystemTime,
) -> Option<Refusal> {
    route(request, config)
        .and_then(|()| read(request))
        .and_then(|call| judge(&call, config, now))
        .err()
}

/// Decides on a call.
///
/// That the credential is looked at before the scope, and both before the user, is assumed.
pub(crate) fn judge(
    call: &Call<'_>,
    config: &ModelConfig,
    now: SystemTime,
) -> Result<Verdict, Refusal> {
    let secret = authorization::secret(call.credential)?;
    let Some(credential) = config.find_credential(secret) else {
        return authorization::unknown(secret, config).map(Verdict::Status);
    };
    let state = credential.state_at(now);
    authorization::check_alive(state)?;
    auth_type::check(credential.kind(), call.external)?;
    if state == CredentialState::Unscoped {
        return Err(authorization::unscoped());
    }
    let acting_user = acting_user::check(credential, call.acting_user, config)?;
    Ok(Verdict::Mint(Grant {
        kind: credential.kind(),
        credential: Fingerprint::of(secret),
        acting_user: acting_user.map(str::to_owned),
    }))
}
