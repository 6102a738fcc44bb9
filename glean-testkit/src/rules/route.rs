use bytes::Bytes;
use http::{Method, Request, StatusCode};

use super::Refusal;
use crate::ModelConfig;

const PATH: &str = "/rest/api/v1/createauthtoken";

/// Gives the operation's path, below the configured prefix.
pub(crate) fn path(config: &ModelConfig) -> String {
    format!("{}{PATH}", config.path_prefix)
}

/// Finds the operation: its path exactly, below the configured prefix, and `POST`.
///
/// Basis: OpenAPI for path and method; assumed for 404 and 405. A query is ignored.
pub(crate) fn route(request: &Request<Bytes>, config: &ModelConfig) -> Result<(), Refusal> {
    let prefix = &config.path_prefix;
    if request.uri().path().strip_prefix(prefix.as_str()) != Some(PATH) {
        return Err(Refusal::unmatched(
            StatusCode::NOT_FOUND,
            "Not Found",
            format!("the path is not that of createToken, {prefix}{PATH}"),
        ));
    }
    if request.method() != Method::POST {
        let refusal = Refusal::unmatched(
            StatusCode::METHOD_NOT_ALLOWED,
            "Method Not Allowed",
            "createToken is a POST",
        );
        return Err(Refusal {
            allow: Some("POST"),
            ..refusal
        });
    }
    Ok(())
}
