use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::backend::Shared;
use crate::problem::Problem;

/// Lets a request through that a page of this site has sent, and no other: browsers add the cookie
/// whoever makes them send a request, and say by these two headers who did.
pub(crate) struct SameOrigin;

impl FromRequestParts<Shared> for SameOrigin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Problem> {
        let origin = parts.headers.get("origin");
        let site = parts.headers.get("sec-fetch-site");
        let is_ours = |value| value == state.backend.origin.as_str();
        let is_same = |value| value == "same-origin";
        let is_said = origin.is_some() || site.is_some();
        if is_said && origin.is_none_or(is_ours) && site.is_none_or(is_same) {
            Ok(Self)
        } else {
            Err(Problem::OtherSite)
        }
    }
}
