use glean_models::{CreateAuthTokenResponse, ProblemDetails};
use serde_json::{Value, json};

use super::{BodyRule, ServerCase};

/// A body as a server may send it, for the exports.
pub(super) enum Body {
    Json(Value),
    Text(String),
}

/// Makes the body that a case's reply may have; none if it is empty, or may be anything.
pub(super) fn body(case: &ServerCase) -> Option<Body> {
    match &case.expect.body {
        BodyRule::Any | BodyRule::Empty => None,
        BodyRule::Text(text) => Some(Body::Text(text.clone())),
        BodyRule::Minted(_) => Some(Body::Json(minted())),
        BodyRule::Problem(rule) => {
            let mut problem = ProblemDetails::new();
            problem.status = Some(rule.status);
            problem.code = Some(rule.code.clone());
            Some(Body::Json(of_model(&problem)))
        }
    }
}

/// Gives a reply that mints, as the model writes it. Nobody takes the token for a real one.
pub(super) fn minted() -> Value {
    of_model(&CreateAuthTokenResponse::new(
        "example-of-a-minted-token",
        1_893_456_000,
    ))
}

/// Gives a problem with every member, as the model writes it.
pub(super) fn problem() -> Value {
    let mut problem = ProblemDetails::new();
    problem.problem_type = Some("about:blank".to_owned());
    problem.title = Some("Unauthorized".to_owned());
    problem.status = Some(401);
    problem.detail = Some("The credential has expired.".to_owned());
    problem.instance = Some("/rest/api/v1/createauthtoken".to_owned());
    problem.code = Some("token_expired".to_owned());
    problem.documentation_url = Some("https://developers.glean.com/".to_owned());
    problem.request_id = Some("request-1".to_owned());
    of_model(&problem)
}

/// Writes a model. It has strings and numbers alone, so it does not fail.
fn of_model(model: &impl serde::Serialize) -> Value {
    serde_json::to_value(model).unwrap_or_else(|_| json!({}))
}
