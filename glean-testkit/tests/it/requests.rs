//! What is a createToken call as the contract wants it, and what is none.

use glean_testkit::{FakeGlean, GleanModel, ModelConfig, Reply};

use crate::call::{Call, PATH, Seen};

/// Answers by the bare rulebook: a carrier would mend some of these requests.
fn answer(call: &Call) -> Seen {
    GleanModel::new(ModelConfig::default())
        .handle(&call.request())
        .into()
}

fn good() -> Call {
    Call::with("glean_user")
}

#[test]
fn a_request_that_is_no_create_token_call_is_refused_and_unmatched() {
    let actas_twice = "X-Glean-ActAs is there twice and differs";
    for (call, status, why) in [
        (
            good().path("/"),
            404,
            "the path is not that of createToken, /rest/api/v1/createauthtoken",
        ),
        (
            good().path("/rest/api/v1/createauthtoken/"),
            404,
            "the path is not that of createToken, /rest/api/v1/createauthtoken",
        ),
        (good().method("GET"), 405, "createToken is a POST"),
        (good().method("OPTIONS"), 405, "createToken is a POST"),
        (good().method("post"), 405, "createToken is a POST"),
        (good().body("{}"), 400, "createToken takes no body"),
        (
            good().without("content-length"),
            411,
            "neither Content-Length nor Transfer-Encoding is there; send Content-Length: 0",
        ),
        (
            good()
                .without("content-length")
                .header("content-length", "5"),
            400,
            "Content-Length is not the body's length, 0",
        ),
        (
            good().header("accept", "text/html"),
            406,
            "Accept does not admit application/json",
        ),
        (
            good().header("x-glean-auth-type", "SAML"),
            400,
            "X-Glean-Auth-Type has a value other than OAUTH",
        ),
        (
            good().header("x-glean-auth-type", "oauth"),
            400,
            "X-Glean-Auth-Type has a value other than OAUTH",
        ),
        (
            good()
                .header("x-glean-auth-type", "OAUTH")
                .header("x-glean-auth-type", "OAUTH"),
            400,
            "X-Glean-Auth-Type is there more than once",
        ),
        (
            good().header("x-glean-exclude-deprecated-after", "2026-02-30"),
            400,
            "X-Glean-Exclude-Deprecated-After is not a date of the form YYYY-MM-DD",
        ),
        (
            good().header("x-glean-include-experimental", "yes"),
            400,
            "X-Glean-Include-Experimental is neither true nor false",
        ),
        (
            Call::for_user("ada@example.com").header("x-scio-actas", "grace@example.com"),
            400,
            actas_twice,
        ),
        (
            Call::for_user("ada@example.com").header("x-glean-actas", "grace@example.com"),
            400,
            actas_twice,
        ),
        (
            good().header("x-glean-actas", [0xff]),
            400,
            "X-Glean-ActAs is not UTF-8",
        ),
    ] {
        let mut model = GleanModel::new(ModelConfig::default());
        let seen = Seen::from(model.handle(&call.request()));
        assert_eq!(seen.status, status, "{call:?}");
        assert_eq!(seen.mismatch.as_deref(), Some(why), "{call:?}");
        assert!(model.requests()[0].is_unmatched(), "{call:?}");
        assert_eq!(model.check().unwrap_err().unmatched().len(), 1, "{call:?}");
    }
}

#[test]
fn a_request_within_the_contract_s_leeway_is_answered() {
    let chunked = good()
        .without("content-length")
        .header("transfer-encoding", "chunked");
    for call in [
        good(),
        good().path(&format!("{PATH}?locale=en")),
        good().path(&format!("https://acme-be.glean.com{PATH}")),
        chunked,
        good().header("x-glean-exclude-deprecated-after", "2026-10-15"),
        good().header("x-glean-include-experimental", "true"),
        good().header("x-glean-include-experimental", "false"),
        Call::for_user("ada@example.com").header("x-scio-actas", "ADA@example.com"),
        Call::for_user("ada@example.com").header("x-scio-actas", ""),
        Call::for_user(" ada@example.com "),
    ] {
        let seen = answer(&call);
        assert_eq!(
            (seen.status.as_u16(), seen.mismatch),
            (200, None),
            "{call:?}"
        );
    }
}

#[test]
fn accept_is_read_as_http_says() {
    for (accept, admitted) in [
        (&["application/json"][..], true),
        (&["APPLICATION/Json"], true),
        (&["application/json; charset=utf-8"], true),
        (&["*/*"], true),
        (&["application/*"], true),
        (&["text/html, application/json;q=0.1"], true),
        (&["text/html", "*/*;q=0.5"], true),
        (&["*/*;q=0, application/json"], true),
        (&[""], true),
        (&["text/html"], false),
        (&["application/json;q=0"], false),
        (&["application/json; Q=0.000"], false),
        (&["application/json;q=0, */*"], false),
        (&["application/problem+json"], false),
        (&["application/jsonx"], false),
        (&["json"], false),
    ] {
        let call = accept
            .iter()
            .fold(good(), |call, value| call.header("accept", value));
        let status = if admitted { 200 } else { 406 };
        assert_eq!(answer(&call).status, status, "{accept:?}");
    }
}

#[test]
fn authorization_that_is_no_bearer_credential_is_a_401_and_unmatched() {
    let none = || Call::new();
    for (call, why) in [
        (
            none().header("authorization", ""),
            "Authorization is not of the scheme Bearer",
        ),
        (
            none().header("authorization", "glean_user"),
            "Authorization is not of the scheme Bearer",
        ),
        (
            none().header("authorization", "Basic Z2xlYW4="),
            "Authorization is not of the scheme Bearer",
        ),
        (
            none().header("authorization", "Bearer "),
            "Authorization has no credential after Bearer",
        ),
        (
            none().header("authorization", "Bearer bearer glean_user"),
            "Authorization has the word Bearer twice",
        ),
        (
            none().header("authorization", "Bearer glean_user x"),
            "the credential in Authorization has white space in it",
        ),
        (
            none().header("authorization", b"Bearer \xff"),
            "Authorization is not UTF-8",
        ),
        (
            good().header("authorization", "Bearer glean_user"),
            "Authorization is there more than once",
        ),
    ] {
        let mut model = GleanModel::new(ModelConfig::default());
        let seen = Seen::from(model.handle(&call.request()));
        assert_eq!(seen.status, 401, "{call:?}");
        assert_eq!(seen.mismatch.as_deref(), Some(why), "{call:?}");
        assert_eq!(model.check().unwrap_err().unmatched().len(), 1, "{call:?}");
    }
}

#[test]
fn no_authorization_at_all_is_a_401_of_the_contract() {
    let mut model = GleanModel::new(ModelConfig::default());

    let seen = Seen::from(model.handle(&Call::new().request()));

    assert_eq!(seen.status, 401);
    assert_eq!(seen.mismatch.as_deref(), Some("Authorization is missing"));
    assert!(model.check().is_ok());
}

#[test]
fn a_script_does_not_hide_a_malformed_credential() {
    let mut model = GleanModel::new(ModelConfig::default());
    model.script([Reply::status(503)]);

    let call = Call::new().header("authorization", "Bearer Bearer glean_user");
    let seen = Seen::from(model.handle(&call.request()));

    assert_eq!(seen.status, 401);
    let failure = model.check().unwrap_err();
    assert_eq!((failure.unmatched().len(), failure.steps_left()), (1, 1));
}

#[test]
fn the_scheme_s_case_does_not_matter() {
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR "] {
        let call = Call::new().header("authorization", format!("{scheme} glean_user"));
        assert_eq!(answer(&call).status, 200, "{scheme}");
    }
}

#[test]
fn a_wrong_method_is_told_the_right_one() {
    let glean = FakeGlean::builder().lenient().in_process();
    let reply = good().method("DELETE").in_process(&glean);
    assert_eq!(reply.headers()["allow"], "POST");
}

#[test]
fn a_path_prefix_belongs_to_the_url_and_to_the_path() {
    for prefix in ["/glean/eu", "glean/eu/"] {
        let glean = FakeGlean::builder()
            .path_prefix(prefix)
            .lenient()
            .in_process();
        assert!(glean.url().ends_with("/glean/eu"), "{}", glean.url());
        let inside = good()
            .path(&format!("{}{PATH}", glean.url()))
            .in_process(&glean);
        assert_eq!(inside.status(), 200);
        let outside = Seen::from(good().in_process(&glean));
        assert_eq!(outside.status, 404);
        assert_eq!(
            outside.mismatch.as_deref(),
            Some("the path is not that of createToken, /glean/eu/rest/api/v1/createauthtoken"),
        );
    }
}
