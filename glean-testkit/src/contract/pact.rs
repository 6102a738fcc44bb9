use serde_json::{Map, Value, json};

use super::examples::{self, Body};
use super::{BodyRule, Case, Credentials, GivenCredential, ServerCase, Unaskable, cases};

/// Writes the cases that a server can be asked as a Pact (specification V4) of synchronous HTTP
/// interactions.
///
/// Each has a provider state with the id of its case, whose parameters say what is given, and presents the
/// built-in credential. Status, named headers and body are matched as in [`ServerCase::check`], but for the
/// time that a token lives: it is an integer here. Left out are the case that presents a minted token, which
/// no file can hold, and the one that a client can't send.
#[must_use]
pub fn pact(consumer: &str, provider: &str) -> Value {
    let credentials = Credentials::built_in();
    let interactions: Vec<_> = cases()
        .iter()
        .filter_map(|case| Some((case, case.server()?)))
        .filter(|(_, asked)| {
            asked.given.credential != GivenCredential::Minted && !asked.request.unframed
        })
        // The built-in credentials leave nothing unfilled.
        .filter_map(|(case, asked)| interaction(case, asked, &credentials).ok())
        .collect();
    json!({
        "consumer": {"name": consumer},
        "provider": {"name": provider},
        "interactions": interactions,
        "metadata": {
            "pactSpecification": {"version": "4.0"},
            "glean-testkit": {"version": env!("CARGO_PKG_VERSION")},
        },
    })
}

fn interaction(
    case: &Case,
    asked: &ServerCase,
    credentials: &Credentials,
) -> Result<Value, Unaskable> {
    Ok(json!({
        "type": "Synchronous/HTTP",
        "key": case.id,
        "description": case.title,
        "pending": false,
        "providerStates": [{"name": case.id, "params": asked.given}],
        "request": request(asked, credentials)?,
        "response": response(asked),
        "comments": {"text": [format!("Basis: {}, {}", case.basis, case.source)]},
    }))
}

fn request(asked: &ServerCase, credentials: &Credentials) -> Result<Value, Unaskable> {
    let template = &asked.request;
    let mut headers = Map::new();
    for (name, value) in template.headers.iter() {
        let value = credentials.fill(value, &asked.given.credential)?;
        push(&mut headers, name, value);
    }
    let (path, query) = match template.path.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (template.path.as_str(), None),
    };
    let mut request = json!({"method": template.method, "path": path, "headers": headers});
    if let Some(query) = query {
        let mut parameters = Map::new();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            push(&mut parameters, name, value.to_owned());
        }
        request["query"] = parameters.into();
    }
    if !template.body.is_empty() {
        let content_type = template.headers.get("content-type").unwrap_or("text/plain");
        request["body"] = body(content_type, template.body.clone().into());
    }
    Ok(request)
}

fn response(asked: &ServerCase) -> Value {
    let expect = &asked.expect;
    let mut headers = Map::new();
    for (name, value) in expect.headers.iter() {
        push(&mut headers, name, value.to_owned());
    }
    let mut rules = Map::new();
    let content_type = expect.content_type.as_deref();
    if let Some(content_type) = content_type {
        push(&mut headers, "content-type", content_type.to_owned());
        let with_parameters = format!("^{}\\s*(;.*)?$", content_type.replace('+', "\\+"));
        let rule =
            json!({"content-type": all([json!({"match": "regex", "regex": with_parameters})])});
        rules.insert("header".to_owned(), rule);
    }
    let mut response = json!({"status": expect.status, "headers": headers});
    match examples::body(asked) {
        Some(Body::Json(value)) => {
            response["body"] = body(content_type.unwrap_or("application/json"), value);
        }
        Some(Body::Text(text)) => response["body"] = body("text/plain", text.into()),
        None => {}
    }
    if let BodyRule::Minted(_) = expect.body {
        let of_body = json!({
            "$.token": all([json!({"match": "regex", "regex": "^.+$"})]),
            "$.expirationTime": all([json!({"match": "integer"})]),
        });
        rules.insert("body".to_owned(), of_body);
    }
    if !rules.is_empty() {
        response["matchingRules"] = rules.into();
    }
    response
}

fn body(content_type: &str, content: Value) -> Value {
    // A text may be JSON and is no value then.
    let content = match content {
        Value::String(text) if content_type.ends_with("json") => {
            serde_json::from_str(&text).unwrap_or(Value::String(text))
        }
        other => other,
    };
    json!({"content": content, "contentType": content_type, "encoded": false})
}

fn all<const N: usize>(matchers: [Value; N]) -> Value {
    json!({"combine": "AND", "matchers": Value::from_iter(matchers)})
}

/// Adds a value to those of a name, as Pact has headers and queries.
fn push(map: &mut Map<String, Value>, name: &str, value: String) {
    let values = map.entry(name).or_insert_with(|| json!([]));
    if let Value::Array(values) = values {
        values.push(value.into());
    }
}
