use serde_json::{Map, Value, json};

use super::{Case, Credentials, GivenCredential, Side, cases};

/// Gives the cases that a server can be asked as a contract of the Pact specification, version 4.
///
/// The provider's state is the case's id; the credentials are the spellings that every fake of this
/// crate knows. Of a minted token the type alone is matched.
#[must_use]
pub fn pact(consumer: &str, provider: &str) -> Value {
    let credentials = Credentials::magic();
    let interactions: Vec<Value> = cases()
        .iter()
        .filter_map(|case| interaction(case, &credentials))
        .collect();
    json!({
        "consumer": {"name": consumer},
        "provider": {"name": provider},
        "interactions": interactions,
        "metadata": {"pactSpecification": {"version": "4.0"}},
    })
}

fn interaction(case: &Case, credentials: &Credentials) -> Option<Value> {
    let Side::Server {
        given,
        request,
        expect,
        ..
    } = &case.side
    else {
        return None;
    };
    // It takes a token that is minted on the way.
    if given.credential == GivenCredential::Minted {
        return None;
    }
    let credential = credentials.presented(given, None)?;
    let asked = request.build("", credential).ok()?;
    let mut headers = Map::new();
    for (name, value) in asked.headers() {
        // How it is framed is for whoever sends it.
        if name != "content-length" && name != "user-agent" {
            headers.insert(name.to_string(), json!([value.to_str().ok()?]));
        }
    }
    let mut response = Map::new();
    response.insert("status".to_owned(), json!(expect.status));
    if expect.minted_for.is_some() {
        let content = json!({"token": "fake-glean-1", "expirationTime": 1_893_456_000});
        response.insert(
            "headers".to_owned(),
            json!({"content-type": ["application/json"]}),
        );
        response.insert(
            "body".to_owned(),
            json!({"content": content, "contentType": "application/json", "encoded": false}),
        );
        let any_of = |kind: &str| json!({"combine": "AND", "matchers": [{"match": kind}]});
        response.insert(
            "matchingRules".to_owned(),
            json!({"body": {"$.token": any_of("type"), "$.expirationTime": any_of("integer")}}),
        );
    } else if let Some(text) = &expect.text {
        response.insert(
            "body".to_owned(),
            json!({"content": text, "contentType": "text/plain", "encoded": false}),
        );
    }
    Some(json!({
        "type": "Synchronous/HTTP",
        "description": case.title,
        "key": case.id,
        "pending": false,
        "providerStates": [{"name": case.id}],
        "request": {
            "method": asked.method().as_str(),
            "path": asked.uri().path(),
            "headers": headers,
        },
        "response": response,
    }))
}
