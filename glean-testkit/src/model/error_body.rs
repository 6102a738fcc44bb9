use bytes::Bytes;
use glean_models::ProblemDetails;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};

const DOCUMENTATION: &str = "https://developers.glean.com/";

/// How errors are spelled. Glean's API gives them no schema, and both forms are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorBodies {
    Text,
    Problem,
}

/// What a reply that mints nothing says.
pub(crate) struct ErrorBody {
    pub(crate) status: StatusCode,
    pub(crate) text: &'static str,
    pub(crate) code: Option<&'static str>,
}

impl ErrorBody {
    pub(crate) fn into_response(self, bodies: ErrorBodies, request_id: &str) -> Response<Bytes> {
        let (content_type, body) = match bodies {
            ErrorBodies::Problem if self.status.as_u16() >= 400 => {
                ("application/problem+json", self.problem(request_id))
            }
            _ => (
                "text/plain; charset=utf-8",
                Bytes::from_static(self.text.as_bytes()),
            ),
        };
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = self.status;
        if !matches!(
            self.status,
            StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED
        ) {
            *response.body_mut() = body;
            let content_type = HeaderValue::from_static(content_type);
            response.headers_mut().insert(CONTENT_TYPE, content_type);
        }
        response
    }

    fn problem(&self, request_id: &str) -> Bytes {
        let mut problem = ProblemDetails::new();
        problem.title = self.status.canonical_reason().map(str::to_owned);
        problem.status = Some(self.status.as_u16());
        problem.detail = Some(self.text.to_owned());
        problem.code = self
            .code
            .or_else(|| usual_code(self.status))
            .map(str::to_owned);
        problem.documentation_url = Some(DOCUMENTATION.to_owned());
        problem.request_id = Some(request_id.to_owned());
        serde_json::to_vec(&problem).unwrap_or_default().into()
    }
}

/// Basis: docs, for the codes and what they are about; a status without a known code has none.
fn usual_code(status: StatusCode) -> Option<&'static str> {
    match status {
        StatusCode::UNAUTHORIZED => Some("authentication_required"),
        StatusCode::FORBIDDEN => Some("insufficient_permissions"),
        StatusCode::TOO_MANY_REQUESTS => Some("rate_limit_exceeded"),
        StatusCode::INTERNAL_SERVER_ERROR => Some("internal_error"),
        StatusCode::SERVICE_UNAVAILABLE => Some("service_unavailable"),
        _ => None,
    }
}
