use bytes::Bytes;
use glean_models::ProblemDetails;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};

use crate::ConfigError;

/// Why something can't be done.
pub(super) struct Problem {
    status: StatusCode,
    detail: String,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
        }
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let mut problem = ProblemDetails::new();
        problem.title = self.status.canonical_reason().map(str::to_owned);
        problem.status = Some(self.status.as_u16());
        problem.detail = Some(self.detail);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = self.status;
        let content_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, content_type);
        response
    }
}

impl From<ConfigError> for Problem {
    fn from(error: ConfigError) -> Self {
        Self::bad_request(error.to_string())
    }
}
