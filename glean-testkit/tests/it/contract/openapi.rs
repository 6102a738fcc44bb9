//! The export as OpenAPI.

use glean_testkit::contract;
use serde_json::Value;

fn operation(document: &Value) -> &Value {
    &document["paths"]["/rest/api/v1/createauthtoken"]["post"]
}

#[test]
fn it_describes_the_one_operation() {
    let document = contract::openapi();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["paths"].as_object().unwrap().len(), 1);
    let description = document["info"]["description"].as_str().unwrap();
    assert!(
        description.contains(&contract::provenance()),
        "{description}"
    );
    let operation = operation(&document);
    assert_eq!(operation["operationId"], "createToken");
    assert_eq!(operation.get("requestBody"), None);
    let scheme = &document["security"][0];
    let name = scheme.as_object().unwrap().keys().next().unwrap();
    assert_eq!(
        document["components"]["securitySchemes"][name]["scheme"],
        "bearer"
    );
}

#[test]
fn every_header_of_a_case_that_mints_is_described() {
    let document = contract::openapi();
    let described: Vec<_> = operation(&document)["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| {
            assert_eq!(parameter["in"], "header");
            parameter["name"].as_str().unwrap().to_ascii_lowercase()
        })
        .collect();
    let of_http = ["accept", "authorization", "content-length"];
    for case in contract::cases() {
        let Some(asked) = case.server() else { continue };
        for (name, _) in asked.request.headers.iter() {
            let is_known = of_http.contains(&name) || described.iter().any(|it| it == name);
            assert!(
                is_known || asked.expect.status != 200,
                "{}: {name}",
                case.id
            );
        }
    }
}

#[test]
fn every_reply_of_the_contract_is_described_with_the_cases_for_examples() {
    let document = contract::openapi();
    let responses = &operation(&document)["responses"];
    let keys: Vec<_> = responses.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["200", "400", "401", "403", "429", "4XX", "5XX"]);
    let example = |key: &str, media: &str, id: &str| {
        responses[key]["content"][media]["examples"][id]["value"].clone()
    };
    assert_eq!(
        example("400", "*/*", "global-without-user"),
        "Required header missing: X-Glean-ActAs"
    );
    assert_eq!(
        example("401", "application/problem+json", "problem-token-expired")["code"],
        "token_expired"
    );
    assert_eq!(
        example("200", "application/json", "user-credential")["expirationTime"],
        1_893_456_000
    );
}

#[test]
fn its_examples_are_as_its_schemas_say() {
    let document = contract::openapi();
    let mut checked = 0;
    for response in operation(&document)["responses"]
        .as_object()
        .unwrap()
        .values()
    {
        for media in response["content"].as_object().unwrap().values() {
            let Some(reference) = media["schema"]["$ref"].as_str() else {
                continue;
            };
            let schema = document
                .pointer(reference.strip_prefix('#').unwrap())
                .unwrap();
            let validator = jsonschema::draft202012::new(schema).unwrap();
            for example in media["examples"].as_object().into_iter().flatten() {
                assert!(validator.is_valid(&example.1["value"]), "{example:?}");
                checked += 1;
            }
        }
    }
    assert!(checked > 10, "{checked}");
    let minted = &document["components"]["schemas"]["CreateAuthTokenResponse"];
    let minted = jsonschema::draft202012::new(minted).unwrap();
    for misfit in [
        r#"{"token":"t","expirationTime":"1"}"#,
        r#"{"token":"","expirationTime":1}"#,
        r#"{"expirationTime":1}"#,
        r#"{"token":"t"}"#,
    ] {
        assert!(
            !minted.is_valid(&serde_json::from_str(misfit).unwrap()),
            "{misfit}"
        );
    }
}
