use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderValue, Request};

use super::CaseRequest;

const PATH: &str = "/rest/api/v1/createauthtoken";

impl CaseRequest {
    /// Makes the request to the server at `base`, with what the caller presents.
    ///
    /// # Errors
    ///
    /// Returns an error if `base` is no URL, or the credential has bytes that HTTP forbids.
    pub fn build(&self, base: &str, credential: Option<&str>) -> http::Result<Request<Bytes>> {
        let base = base.trim_end_matches('/');
        let mut request = Request::builder()
            .method(self.method.as_deref().unwrap_or("POST"))
            .uri(format!("{base}{PATH}"))
            .header(ACCEPT, "application/json")
            .header(
                USER_AGENT,
                concat!("glean-testkit/", env!("CARGO_PKG_VERSION")),
            )
            .header(CONTENT_LENGTH, "0");
        if let Some(credential) = credential {
            let scheme = self.scheme.as_deref().unwrap_or("Bearer");
            let mut value = HeaderValue::try_from(format!("{scheme} {credential}"))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        if let Some(user) = &self.act_as {
            request = request.header("x-glean-actas", user);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request.body(Bytes::new())
    }
}
