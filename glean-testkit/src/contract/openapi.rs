use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Basis, Case, GivenCredential, Side, cases};

const PATH: &str = "/rest/api/v1/createauthtoken";

/// Gives the operation as an OpenAPI 3.1 document, with the cases as examples of its replies.
///
/// It says what the cases say: 4XX and 5XX have no schema, as in Glean's own document.
#[must_use]
pub fn openapi() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Glean createToken",
            "version": env!("CARGO_PKG_VERSION"),
            "description": super::provenance(),
        },
        "servers": [{
            "url": "https://{instance}-be.glean.com",
            "variables": {"instance": {"default": "acme"}},
        }],
        "paths": {PATH: {"post": {
            "operationId": "createToken",
            "tags": ["authentication"],
            "security": [{"bearer": []}],
            "parameters": [
                header("X-Glean-ActAs", "The user to act for, with a global credential"),
                header("X-Scio-ActAs", "An older name of X-Glean-ActAs"),
                header("X-Glean-Auth-Type", "OAUTH, with an access token of an identity provider"),
                header("X-Glean-Exclude-Deprecated-After", "YYYY-MM-DD"),
                header("X-Glean-Include-Experimental", "true"),
            ],
            "responses": responses(),
        }}},
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": {"CreateAuthTokenResponse": {
                "type": "object",
                "required": ["token", "expirationTime"],
                "properties": {
                    "token": {"type": "string", "minLength": 1},
                    "expirationTime": {
                        "type": "integer",
                        "format": "int64",
                        "description": "Seconds since the Unix epoch, UTC",
                    },
                },
            }},
        },
    })
}

fn header(name: &str, description: &str) -> Value {
    let schema = json!({"type": "string"});
    json!({"in": "header", "name": name, "description": description, "schema": schema})
}

/// Describes each status that a server answers in some case.
fn responses() -> Value {
    let mut by_status = BTreeMap::<u16, Vec<&Case>>::new();
    for case in cases() {
        if let Side::Server { given, expect, .. } = &case.side {
            // A method that is none of the operation's has no place in it.
            if expect.status != 405 && given.credential != GivenCredential::Minted {
                by_status.entry(expect.status).or_default().push(case);
            }
        }
    }
    let responses = by_status
        .into_iter()
        .map(|(status, cases)| (status.to_string(), response(status, &cases)));
    let mut responses: Map<String, Value> = responses.collect();
    for (family, description) in [
        ("4XX", "Refused; the body has no schema"),
        ("5XX", "Failed; the body has no schema"),
    ] {
        let any = json!({"description": description, "content": {"*/*": {}}});
        responses.insert(family.to_owned(), any);
    }
    Value::Object(responses)
}

fn response(status: u16, cases: &[&Case]) -> Value {
    let titles: Vec<String> = cases
        .iter()
        .filter(|case| case.basis != Basis::Assumed)
        .map(|case| format!("- {case}"))
        .collect();
    let description = match titles.is_empty() {
        true => "Assumed".to_owned(),
        false => titles.join("\n"),
    };
    if status == 200 {
        let schema = json!({"$ref": "#/components/schemas/CreateAuthTokenResponse"});
        let content = json!({"application/json": {"schema": schema}});
        return json!({"description": description, "content": content});
    }
    let mut examples = Map::new();
    for case in cases {
        if let Side::Server { expect, .. } = &case.side {
            if let Some(text) = &expect.text {
                examples.insert(case.id.clone(), json!({"value": text}));
            }
        }
    }
    json!({"description": description, "content": {"*/*": {"examples": examples}}})
}
