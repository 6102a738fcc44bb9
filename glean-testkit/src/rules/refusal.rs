use std::borrow::Cow;

use http::StatusCode;

/// Why a request is refused, and with which reply.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// The reply's text, as the server gives it.
    pub(crate) text: &'static str,
    /// The problem's code, where it is not the status's usual one.
    pub(crate) code: Option<&'static str>,
    pub(crate) allow: Option<&'static str>,
    /// The fake's own explanation. Nothing that the caller sent stands in it.
    pub(crate) why: Cow<'static, str>,
    /// Whether the contract foresees it: such a refusal is what many tests are about. The others
    /// fail strict verification.
    pub(crate) in_contract: bool,
}

impl Refusal {
    pub(super) fn in_contract(
        status: StatusCode,
        text: &'static str,
        why: impl Into<Cow<'static, str>>,
    ) -> Self {
        let why = why.into();
        Self {
            status,
            text,
            code: None,
            allow: None,
            why,
            in_contract: true,
        }
    }

    pub(super) fn unmatched(
        status: StatusCode,
        text: &'static str,
        why: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            in_contract: false,
            ..Self::in_contract(status, text, why)
        }
    }

    /// A header value that no client should send. Basis: assumed, but for the status, which the
    /// contract gives to invalid requests.
    pub(super) fn bad_header(why: impl Into<Cow<'static, str>>) -> Self {
        Self::unmatched(StatusCode::BAD_REQUEST, "Invalid request", why)
    }

    /// Basis: OpenAPI for the status; assumed for the text.
    pub(crate) fn rate_limited(why: &'static str) -> Self {
        Self::in_contract(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests", why)
    }

    /// Basis: observed, for status and text.
    pub(super) fn invalid_secret(why: impl Into<Cow<'static, str>>) -> Self {
        Self::in_contract(StatusCode::UNAUTHORIZED, "Invalid Secret", why)
    }
}
