use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::examples::{self, Body};
use super::{Case, ServerCase, cases, provenance};

const PATH: &str = "/rest/api/v1/createauthtoken";

/// Describes the operation as an OpenAPI 3.1 document.
///
/// Its replies and their examples are made from the cases, and its schemas from the models of
/// `glean-models`. It is *not* Glean's own document: [`provenance`] stands in its description.
#[must_use]
pub fn openapi() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "createToken",
            "version": env!("CARGO_PKG_VERSION"),
            "description": format!(
                "The operation createToken of Glean's Client API, as the cases of the createToken contract \
                 have it. This document is not Glean's own. It is {}.",
                provenance(),
            ),
        },
        "servers": [{
            "url": "https://{instance}-be.glean.com",
            "variables": {
                "instance": {"default": "acme", "description": "The part before `-be.glean.com`."},
            },
        }],
        "tags": [{"name": "Authentication"}],
        "security": [{"credential": []}],
        "paths": {PATH: {"post": operation()}},
        "components": {
            "securitySchemes": {
                "credential": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A Glean-issued credential or an OAuth access token.",
                },
            },
            "schemas": {
                "CreateAuthTokenResponse": minted_schema(),
                "ProblemDetails": problem_schema(),
            },
        },
    })
}

fn operation() -> Value {
    json!({
        "operationId": "createToken",
        "tags": ["Authentication"],
        "summary": "Create authentication token",
        "description": "Mints a short-lived token for one user, for Glean's Web SDK. There is no body; \
                        `Content-Length: 0` says so. Minting twice is harmless.",
        "parameters": parameters(),
        "responses": responses(),
    })
}

fn parameters() -> Value {
    let header = |name: &str, description: &str, schema: Value| {
        json!({
            "name": name,
            "in": "header",
            "required": false,
            "description": description,
            "schema": schema,
        })
    };
    json!([
        header(
            "X-Glean-ActAs",
            "E-mail of the user to act for: required with a global credential, empty or absent otherwise.",
            json!({"type": "string"}),
        ),
        {
            "name": "X-Scio-ActAs",
            "in": "header",
            "required": false,
            "deprecated": true,
            "description": "An older name of `X-Glean-ActAs`.",
            "schema": {"type": "string"},
        },
        header(
            "X-Glean-Auth-Type",
            "`OAUTH` with an access token of an external identity provider; absent with any other credential.",
            json!({"type": "string", "enum": ["OAUTH"]}),
        ),
        header(
            "X-Glean-Exclude-Deprecated-After",
            "Leaves out what was deprecated after this date.",
            json!({"type": "string", "format": "date"}),
        ),
        header(
            "X-Glean-Include-Experimental",
            "Asks for experimental parts.",
            json!({"type": "boolean"}),
        ),
    ])
}

/// Gives the replies that the contract names, and families for the rest.
fn responses() -> Value {
    let mut examples = BTreeMap::<&str, Vec<(&Case, &ServerCase)>>::new();
    for case in cases() {
        if let Some(asked) = case.server() {
            let key = match asked.expect.status {
                200 => "200",
                400 => "400",
                401 => "401",
                403 => "403",
                429 => "429",
                404..=499 => "4XX",
                500..=599 => "5XX",
                // No reply of this operation; a client has to live with it all the same.
                _ => continue,
            };
            examples.entry(key).or_default().push((case, asked));
        }
    }
    let mut responses = Map::new();
    for (key, description) in [
        ("200", "A token and its expiration time."),
        (
            "400",
            "The request is invalid: a global credential without a user, say.",
        ),
        ("401", "The credential or the user is not authorized."),
        (
            "403",
            "The credential lacks the scope, or OAuth is switched off for it.",
        ),
        ("429", "The rate is limited."),
        ("4XX", "Another error of the client."),
        ("5XX", "An error of the server."),
    ] {
        let mut response = Map::new();
        response.insert("description".to_owned(), description.into());
        if key == "429" {
            response.insert("headers".to_owned(), retry_after());
        }
        let cases = examples.remove(key).unwrap_or_default();
        response.insert("content".to_owned(), content(key, &cases));
        responses.insert(key.to_owned(), response.into());
    }
    responses.into()
}

fn retry_after() -> Value {
    json!({
        "Retry-After": {
            "description": "When to come again: in seconds, or an HTTP date.",
            "schema": {"type": "string"},
        },
        "retry-after-ms": {
            "description": "When to come again, in milliseconds.",
            "schema": {"type": "integer", "minimum": 0},
        },
    })
}

fn content(key: &str, cases: &[(&Case, &ServerCase)]) -> Value {
    let (mut json_examples, mut text_examples) = (Map::new(), Map::new());
    for (case, asked) in cases {
        let (examples, value) = match examples::body(asked) {
            Some(Body::Json(value)) => (&mut json_examples, value),
            Some(Body::Text(text)) => (&mut text_examples, text.into()),
            None => continue,
        };
        let example = json!({"summary": case.title, "value": value});
        examples.insert(case.id.clone(), example);
    }
    if key == "200" {
        return json!({
            "application/json": media(Some("CreateAuthTokenResponse"), json_examples),
        });
    }
    json!({
        "application/problem+json": media(Some("ProblemDetails"), json_examples),
        // Glean gives its errors no schema.
        "*/*": media(None, text_examples),
    })
}

fn media(schema: Option<&str>, examples: Map<String, Value>) -> Value {
    let mut media = Map::new();
    if let Some(schema) = schema {
        let reference = format!("#/components/schemas/{schema}");
        media.insert("schema".to_owned(), json!({"$ref": reference}));
    }
    if !examples.is_empty() {
        media.insert("examples".to_owned(), examples.into());
    }
    media.into()
}

fn minted_schema() -> Value {
    let mut schema = schema_of(&examples::minted());
    schema["required"] = json!(["token", "expirationTime"]);
    schema["properties"]["token"]["minLength"] = 1.into();
    schema["properties"]["expirationTime"]["format"] = "int64".into();
    schema["properties"]["expirationTime"]["description"] =
        "Seconds since the Unix epoch, UTC.".into();
    schema
}

fn problem_schema() -> Value {
    let mut schema = schema_of(&examples::problem());
    schema["description"] = "Problem details (RFC 9457) with Glean's own members.".into();
    schema
}

/// Describes an object of strings and integers, which is what the models write.
fn schema_of(example: &Value) -> Value {
    let mut properties = Map::new();
    for (name, value) in example.as_object().into_iter().flatten() {
        let kind = if value.is_number() {
            "integer"
        } else {
            "string"
        };
        properties.insert(name.clone(), json!({"type": kind}));
    }
    json!({"type": "object", "properties": properties})
}
