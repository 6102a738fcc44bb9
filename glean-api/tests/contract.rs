//! What the client concludes from each reply of the contract's cases.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::ExitCode;
use std::time::Duration;

use bytes::Bytes;
use glean_api::transport::transport_fn;
use glean_api::{Error, ErrorKind, Glean};
use glean_models::CreateAuthTokenResponse;
use glean_testkit::contract::{self, Case, ClientConclusion, Concludes, GivenCredential, Side};
use glean_testkit::{CredentialKind, CredentialState, GleanModel, ModelConfig};
use http::Response;
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let trials = contract::cases()
        .iter()
        .map(|case| Trial::test(case.id.clone(), || conclude(case)));
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn conclude(case: &Case) -> Result<(), Failed> {
    let reply = reply(case);
    let answers = transport_fn(move |_| {
        let reply = reply.clone();
        async move { Ok(reply) }
    });
    let glean = Glean::builder()
        .instance("acme")
        .api_token("s3cret")
        .no_timeout()
        .transport(answers)
        .build()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let result = runtime.block_on(glean.client().authentication().create_token().send());
    match (&result, &case.client) {
        (Ok(minted), expected) if expected.concludes == Concludes::Minted => same(minted, expected),
        (Err(error), expected) => alike(error, expected),
        (Ok(_), expected) => Err(format!("a token, not {:?}", expected.concludes).into()),
    }
}

/// Gives the case's reply, or else the rulebook's to its request.
fn reply(case: &Case) -> Response<Bytes> {
    match &case.side {
        Side::Client { reply } => reply.response(),
        Side::Server { given, request, .. } => {
            let mut model = GleanModel::new(ModelConfig::default());
            let credential = credential(given.credential, given.state);
            let request = request.build("http://localhost", credential).unwrap();
            model.handle(&request)
        }
        other => panic!("a case of another kind: {other:?}"),
    }
}

fn credential(given: GivenCredential, state: CredentialState) -> Option<&'static str> {
    let kind = match given {
        GivenCredential::User => CredentialKind::User,
        GivenCredential::Global => CredentialKind::Global,
        GivenCredential::Anonymous => CredentialKind::Anonymous,
        GivenCredential::GleanOauth => CredentialKind::GleanOAuth,
        GivenCredential::ExternalOauth => CredentialKind::ExternalOAuth,
        GivenCredential::None => return None,
        // A minted token and one that nobody issued are answered alike.
        _ => return Some("nobody-issued-this"),
    };
    Some(kind.magic(state))
}

fn same(minted: &CreateAuthTokenResponse, expected: &ClientConclusion) -> Result<(), Failed> {
    if let Some(token) = &expected.token {
        assert_eq!(minted.token.expose_secret(), token);
    }
    if let Some(expiration_time) = expected.expiration_time {
        assert_eq!(minted.expiration_time, expiration_time);
    }
    Ok(())
}

fn alike(error: &Error, expected: &ClientConclusion) -> Result<(), Failed> {
    let kind = match expected.concludes {
        Concludes::Api => ErrorKind::Api,
        Concludes::UnexpectedResponse => ErrorKind::UnexpectedResponse,
        Concludes::ResponseValidation => ErrorKind::ResponseValidation,
        other => return Err(format!("{error}, where {other:?} was expected").into()),
    };
    assert_eq!(error.kind(), kind, "{error}");
    assert_eq!(error.is_retryable(), expected.retryable, "{error}");
    let retry_after = expected.retry_after_seconds.map(Duration::from_secs);
    assert_eq!(error.retry_after(), retry_after, "{error}");
    let problem = error.as_glean_error().and_then(|reply| reply.problem());
    if let Some(code) = &expected.code {
        assert_eq!(
            problem.and_then(|problem| problem.code.as_ref()),
            Some(code)
        );
    }
    if let Some(request_id) = &expected.request_id {
        assert_eq!(error.request_id(), Some(request_id.as_str()));
    }
    Ok(())
}
