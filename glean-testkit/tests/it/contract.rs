//! The contract as data, and servers that are held to it.

use std::collections::BTreeSet;

use bytes::Bytes;
use glean_testkit::contract::{self, Basis, Credentials, Outcome, Report, Side, Verifier, cases};
use glean_testkit::{CredentialKind, CredentialState, FakeGlean, InProcess};
use glean_transport::{Transport, TransportError, transport_fn};
use http::{HeaderValue, Request, Response};
use serde_json::{Value, json};

fn file() -> Value {
    serde_json::from_str(contract::json()).unwrap()
}

#[test]
fn the_file_keeps_to_its_schema_and_every_case_of_it_is_read() {
    let schema = serde_json::from_str(contract::schema()).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&file())
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");

    let written = file()["cases"].as_array().unwrap().len();
    assert_eq!(cases().len(), written);
}

#[test]
fn what_was_read_is_what_was_written() {
    let read = serde_json::to_value(cases()).unwrap();
    for (read, written) in read
        .as_array()
        .unwrap()
        .iter()
        .zip(file()["cases"].as_array().unwrap())
    {
        for (member, value) in written.as_object().unwrap() {
            assert_eq!(
                &read[member],
                &{
                    let mut value = value.clone();
                    // What is left out and what is the default are the same.
                    if member == "client" && value["retryable"].is_null() {
                        value["retryable"] = json!(false);
                    }
                    value
                },
                "{}",
                written["id"]
            );
        }
    }
}

#[test]
fn ids_are_unique_and_every_basis_is_there() {
    let ids: BTreeSet<&str> = cases().iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids.len(), cases().len());
    for basis in [Basis::Openapi, Basis::Docs, Basis::Observed, Basis::Assumed] {
        assert!(cases().iter().any(|case| case.basis == basis), "{basis:?}");
    }
}

/// Every row of the credentials table, in every state.
#[test]
fn every_credential_is_tried_in_every_state() {
    let given: BTreeSet<String> = cases()
        .iter()
        .filter_map(|case| match &case.side {
            Side::Server { given, .. } => Some(format!("{given:?}")),
            _ => None,
        })
        .collect();
    assert!(given.len() >= CredentialKind::ALL.len() * 4, "{given:#?}");
}

async fn verify(transport: impl Transport) -> Report {
    Verifier::new(transport, "http://glean.example.com")
        .credentials(Credentials::magic())
        .run()
        .await
}

fn drifted(report: &Report) -> Vec<&str> {
    let drifts = report
        .cases
        .iter()
        .filter(|case| matches!(case.outcome, Outcome::Drift { .. }));
    drifts.map(|case| case.id.as_str()).collect()
}

#[tokio::test]
async fn the_fake_matches() {
    let fake = FakeGlean::builder().lenient().in_process();
    let report = verify(fake.transport()).await;
    assert!(report.is_match(), "{report}");
    assert_eq!(report.counts()[1..], [0, 0, 0], "{report}");
}

#[tokio::test]
async fn a_stub_that_says_yes_to_everybody_drifts_wherever_no_is_the_answer() {
    let body = r#"{"token":"x","expirationTime":1}"#;
    let report = verify(transport_fn(move |_| async move {
        Response::builder()
            .header("content-type", "application/json")
            .body(Bytes::from(body))
            .map_err(|_| TransportError::from(glean_transport::TransportErrorKind::Other))
    }))
    .await;

    let drifted = drifted(&report);

    assert!(drifted.contains(&"unknown-credential"), "{report}");
    assert!(drifted.contains(&"global-without-user"), "{report}");
    // Its tokens expired in 1970.
    assert!(drifted.contains(&"user-mints"), "{report}");
    assert!(!report.to_string().contains("\"x\""), "{report}");
}

#[derive(Debug)]
struct Stub {
    fake: FakeGlean,
    sound: InProcess,
    change: fn(&mut Request<Bytes>),
    reply: fn(Response<Bytes>) -> Response<Bytes>,
}

impl Stub {
    fn new(change: fn(&mut Request<Bytes>), reply: fn(Response<Bytes>) -> Response<Bytes>) -> Self {
        let fake = FakeGlean::builder().lenient().in_process();
        let sound = fake.transport();
        Self {
            fake,
            sound,
            change,
            reply,
        }
    }
}

#[async_trait::async_trait]
impl Transport for Stub {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        (self.change)(&mut request);
        self.sound.send(request).await.map(self.reply)
    }
}

#[tokio::test]
async fn an_expiry_in_milliseconds_drifts_wherever_a_token_is_minted() {
    let in_milliseconds = |mut response: Response<Bytes>| {
        if let Ok(mut minted) = serde_json::from_slice::<Value>(response.body()) {
            minted["expirationTime"] = json!(minted["expirationTime"].as_i64().unwrap() * 1000);
            *response.body_mut() = minted.to_string().into();
        }
        response
    };
    let report = verify(Stub::new(|_| {}, in_milliseconds)).await;
    let minting: Vec<&str> = cases()
        .iter()
        .filter(
            |case| matches!(&case.side, Side::Server { expect, .. } if expect.minted_for.is_some()),
        )
        .map(|case| case.id.as_str())
        .collect();
    assert_eq!(drifted(&report), minting);
    assert!(
        report
            .to_string()
            .contains("expirationTime: expected seconds"),
        "{report}"
    );
}

#[tokio::test]
async fn an_acting_user_that_is_ignored_shows_in_the_ledger() {
    let as_ada = |request: &mut Request<Bytes>| {
        if request
            .headers()
            .get("x-glean-actas")
            .is_some_and(|user| user == "grace@example.com")
        {
            let ada = HeaderValue::from_static("ada@example.com");
            request.headers_mut().insert("x-glean-actas", ada);
        }
    };
    let stub = Stub::new(as_ada, |response| response);
    let ledger = stub.fake.ledger();
    assert!(ledger.is_empty());
    let fake = std::sync::Arc::new(stub);
    let verifier = Verifier::new(std::sync::Arc::clone(&fake), "http://glean.example.com")
        .credentials(Credentials::magic());

    let report = verifier.run_with(|| Some(fake.fake.ledger())).await;

    assert_eq!(drifted(&report), ["global-mints-for-the-acting-user"]);
    assert!(
        report
            .to_string()
            .contains("minted for: expected grace@example.com, found ada@example.com"),
        "{report}"
    );
}

#[tokio::test]
async fn without_a_credential_a_case_is_skipped_and_on_a_tenant_what_does_harm_is_too() {
    let fake = FakeGlean::builder().lenient().in_process();
    let only_user =
        Credentials::none().with(CredentialKind::User, CredentialState::Valid, "glean_user");
    let report = Verifier::new(fake.transport(), fake.url())
        .credentials(only_user)
        .live()
        .at_most(2)
        .run()
        .await;

    let [matched, drift, unsupported, skipped] = report.counts();

    assert_eq!((matched, drift, unsupported), (2, 0, 0), "{report}");
    assert!(skipped > 20, "{report}");
    assert_eq!(fake.calls(), 2);
}

#[tokio::test]
async fn a_report_reads_well_for_people_and_for_machines() {
    let gone = transport_fn(|_| async {
        Err(TransportError::new(
            glean_transport::TransportErrorKind::Connect,
            "<refused> & \"gone\"",
        ))
    });
    let report = verify(gone).await;

    let text = report.to_string();
    assert!(
        text.starts_with("unsupported  user-mints: could not connect: <refused> & \"gone\"\n"),
        "{text}"
    );
    let junit = report.junit();
    assert!(
        junit.contains("<error>could not connect: &lt;refused&gt; &amp; &quot;gone&quot;</error>"),
        "{junit}"
    );
    let read: Value = serde_json::from_str(&report.json().unwrap()).unwrap();
    assert_eq!(read["cases"][0]["outcome"], "unsupported");
    assert!(!report.is_match());
}

#[test]
fn the_openapi_document_has_the_operation_and_every_status_that_a_server_answers() {
    let document = contract::openapi();
    let operation = &document["paths"]["/rest/api/v1/createauthtoken"]["post"];
    assert_eq!(operation["operationId"], "createToken");
    let responses = operation["responses"].as_object().unwrap();
    assert_eq!(
        responses.keys().collect::<Vec<_>>(),
        ["200", "400", "401", "403", "4XX", "5XX"]
    );
    let examples = &operation["responses"]["400"]["content"]["*/*"]["examples"];
    assert_eq!(
        examples["global-without-user"]["value"],
        "Required header missing: X-Glean-ActAs"
    );
    assert!(
        document["info"]["description"]
            .as_str()
            .unwrap()
            .starts_with("unverified")
    );
}

#[test]
fn the_pact_has_an_interaction_for_each_case_that_a_server_can_be_asked() {
    let pact = contract::pact("token-service", "Glean");
    let interactions = pact["interactions"].as_array().unwrap();
    assert_eq!(interactions.len(), 35);
    let first = &interactions[0];
    assert_eq!(first["providerStates"], json!([{"name": "user-mints"}]));
    assert_eq!(first["request"]["method"], "POST");
    assert_eq!(first["request"]["path"], "/rest/api/v1/createauthtoken");
    assert_eq!(
        first["request"]["headers"]["authorization"],
        json!(["Bearer glean_user"])
    );
    assert_eq!(
        first["response"]["matchingRules"]["body"]["$.expirationTime"]["matchers"],
        json!([{"match": "integer"}])
    );
}
