//! The credentials table: each kind in each state, with its own headers and with wrong ones.

use glean_testkit::{Credential, CredentialKind, CredentialState, FakeGlean, ModelConfig};
use http::{Response, StatusCode};

use crate::call::{Call, Seen};

/// A call and the reply that it is due: status and text.
type Row = (Call, u16, &'static str);

const TOKEN: &str = "a token";

/// A header that the contract wants with one kind and refuses with the others.
const ACT_AS: (&str, &str) = ("x-glean-actas", "grace@example.com");
const OAUTH: (&str, &str) = ("x-glean-auth-type", "OAUTH");

fn table() -> Vec<Row> {
    use CredentialKind as Kind;
    use CredentialState as State;
    let mut rows = Vec::new();
    for kind in CredentialKind::ALL {
        let own: &[(&str, &str)] = match kind {
            Kind::Global => &[ACT_AS],
            Kind::ExternalOAuth => &[OAUTH],
            _ => &[],
        };
        for state in CredentialState::ALL {
            let (status, text) = match state {
                State::Valid => (200, TOKEN),
                State::Expired | State::Revoked => (401, "Invalid Secret"),
                State::Unscoped => (403, "Insufficient permissions"),
                _ => panic!("a new state has no row: {state}"),
            };
            rows.push((call(kind.magic(*state), own), status, text));

            // Whatever else is wrong, a dead credential is told nothing more.
            if status == 401 {
                for wrong in [&[][..], &[ACT_AS], &[OAUTH], &[ACT_AS, OAUTH]] {
                    rows.push((call(kind.magic(*state), wrong), status, text));
                }
            }
        }
    }
    let refused_user = "Header not allowed: X-Glean-ActAs";
    for (credential, wrong, status, text) in [
        ("glean_user", &[ACT_AS][..], 400, refused_user),
        ("glean_user", &[OAUTH], 401, "Invalid Secret"),
        (
            "glean_global",
            &[],
            400,
            "Required header missing: X-Glean-ActAs",
        ),
        (
            "glean_global",
            &[("x-glean-actas", "")],
            400,
            "Required header missing: X-Glean-ActAs",
        ),
        (
            "glean_global",
            &[("x-glean-actas", "eve@example.com")],
            401,
            "Invalid identity",
        ),
        ("glean_global", &[ACT_AS, OAUTH], 401, "Invalid Secret"),
        ("glean_global", &[OAUTH], 401, "Invalid Secret"),
        ("glean_anonymous", &[ACT_AS], 400, refused_user),
        ("glean_anonymous", &[OAUTH], 401, "Invalid Secret"),
        ("oauth_glean", &[ACT_AS], 400, refused_user),
        ("oauth_glean", &[OAUTH], 401, "Invalid Secret"),
        ("oauth_idp", &[], 401, "Invalid Secret"),
        ("oauth_idp", &[ACT_AS], 401, "Invalid Secret"),
        ("oauth_idp", &[ACT_AS, OAUTH], 400, refused_user),
        ("unheard_of", &[], 401, "Invalid Secret"),
        ("GLEAN_USER", &[], 401, "Invalid Secret"),
        ("glean_status_503", &[], 503, "Service Unavailable"),
        ("glean_status_418", &[ACT_AS, OAUTH], 418, "I'm a teapot"),
        ("glean_status_799", &[], 799, "Status as asked"),
        ("glean_status_204", &[], 204, ""),
        ("glean_status_101", &[], 401, "Invalid Secret"),
        // An empty value is none.
        ("glean_user", &[("x-glean-actas", "")], 200, TOKEN),
        (
            "glean_global",
            &[("x-scio-actas", "ada@example.com")],
            200,
            TOKEN,
        ),
        (
            "glean_global",
            &[("x-glean-actas", "GRACE@Example.COM")],
            200,
            TOKEN,
        ),
    ] {
        rows.push((call(credential, wrong), status, text));
    }
    rows
}

fn call(credential: &str, headers: &[(&'static str, &str)]) -> Call {
    headers
        .iter()
        .fold(Call::with(credential), |call, (name, value)| {
            call.header(name, value)
        })
}

fn assert_row(row: &Row, reply: Response<bytes::Bytes>) {
    let (call, status, text) = row;
    let seen = Seen::from(reply);
    assert_eq!(
        (seen.status.as_u16(), seen.text.as_str()),
        (*status, *text),
        "{call:?}"
    );
    let asks_for_a_status = call
        .headers
        .iter()
        .any(|(_, value)| value.starts_with(b"Bearer glean_status_"));
    let content_type = match status {
        200 => "application/json",
        204 => "",
        _ => "text/plain; charset=utf-8",
    };
    assert_eq!(seen.content_type, content_type, "{call:?}");
    let asked_for = asks_for_a_status && *status != 401;
    assert_eq!(
        seen.mismatch.is_none(),
        *status == 200 || asked_for,
        "{call:?}: {seen:?}"
    );
}

#[test]
fn each_kind_in_each_state_is_answered_in_process() {
    let glean = FakeGlean::in_process();
    for row in table() {
        let reply = row.0.in_process(&glean);
        assert_row(&row, reply);
    }
    glean.verify();
}

#[cfg(feature = "server")]
#[tokio::test]
async fn each_kind_in_each_state_is_answered_over_a_socket() {
    let glean = FakeGlean::start().await;
    for row in table() {
        let reply = crate::socket::exchange(&glean, &row.0).await;
        assert_row(&row, reply);
    }
    glean.verify();
}

#[test]
fn a_token_is_minted_for_whom_the_credential_acts_for() {
    let glean = FakeGlean::in_process();
    for (call, user) in [
        (Call::with("glean_user"), Some("ada@example.com")),
        (
            Call::for_user("grace@example.com"),
            Some("grace@example.com"),
        ),
        (
            Call::for_user("GRACE@example.com"),
            Some("grace@example.com"),
        ),
        (Call::with("glean_anonymous"), None),
        (Call::with("oauth_glean"), Some("ada@example.com")),
        (call("oauth_idp", &[OAUTH]), Some("ada@example.com")),
    ] {
        call.in_process(&glean);
        let ledger = glean.ledger();
        assert_eq!(
            ledger.last().unwrap().acting_user.as_deref(),
            user,
            "{call:?}"
        );
    }
    assert_eq!(glean.ledger().len(), 6);
}

#[test]
fn a_status_credential_can_ask_for_retry_after() {
    let glean = FakeGlean::in_process();
    let reply = Call::with("glean_status_429_after_2").in_process(&glean);
    assert_eq!(reply.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(reply.headers()["retry-after"], "2");
}

#[test]
fn a_refusal_says_why() {
    let glean = FakeGlean::in_process();
    for (call, why) in [
        (Call::new(), "Authorization is missing"),
        (
            Call::with("unheard_of"),
            "the credential is not known to this fake",
        ),
        (
            Call::with("glean_user_expired"),
            "the credential has expired",
        ),
        (
            Call::with("glean_user_revoked"),
            "the credential was revoked",
        ),
        (
            Call::with("glean_user_unscoped"),
            "the credential lacks the scope to mint tokens",
        ),
        (
            Call::with("glean_global"),
            "a global credential needs the header X-Glean-ActAs",
        ),
        (
            Call::for_user("eve@example.com"),
            "the user in X-Glean-ActAs is not known to this fake",
        ),
        (
            Call::with("oauth_idp"),
            "an external OAuth token needs the header X-Glean-Auth-Type: OAUTH",
        ),
        (
            call("glean_user", &[OAUTH]),
            "X-Glean-Auth-Type must be absent with a credential of this kind (user-scoped)",
        ),
        (
            call("glean_anonymous", &[ACT_AS]),
            "X-Glean-ActAs must be empty with a credential of this kind (anonymous)",
        ),
        (
            Call::with("fake-glean-1-abc"),
            "a minted token is for the Web SDK and not valid for the Client API",
        ),
    ] {
        assert_eq!(
            Seen::from(call.in_process(&glean)).mismatch.as_deref(),
            Some(why)
        );
    }
}

#[test]
fn problem_json_carries_glean_s_members() {
    let glean = FakeGlean::builder().problem_json().in_process();
    for (credential, code, status) in [
        ("unheard_of", "authentication_required", 401),
        ("glean_user_expired", "token_expired", 401),
        ("glean_user_unscoped", "insufficient_permissions", 403),
        ("glean_status_429", "rate_limit_exceeded", 429),
        ("glean_status_500", "internal_error", 500),
        ("glean_status_503", "service_unavailable", 503),
    ] {
        let reply = Call::with(credential).in_process(&glean);
        assert_eq!(reply.headers()["content-type"], "application/problem+json");
        let problem: glean_models::ProblemDetails = serde_json::from_slice(reply.body()).unwrap();
        assert_eq!(problem.code.as_deref(), Some(code));
        assert_eq!(problem.status, Some(status));
        assert_eq!(reply.status(), status);
        let request_id = reply.headers()["x-request-id"].to_str().unwrap();
        assert_eq!(problem.request_id.as_deref(), Some(request_id));
    }
}

#[test]
fn a_fake_can_know_other_credentials_only() {
    let config = ModelConfig::empty()
        .user("lin@example.com")
        .credential(Credential::global("of-my-own"))
        .credential(Credential::user("marys", "mary@example.com"));
    let glean = FakeGlean::builder().config(config).in_process();
    let of_my_own = |user: &str| Call::with("of-my-own").header("x-glean-actas", user);
    for (call, status) in [
        (of_my_own("lin@example.com"), 200),
        (of_my_own("mary@example.com"), 200),
        (of_my_own("ada@example.com"), 401),
        (Call::with("marys"), 200),
        (Call::with("glean_user"), 401),
        (Call::with("glean_status_503"), 401),
    ] {
        assert_eq!(call.in_process(&glean).status(), status, "{call:?}");
    }
}

#[test]
fn a_credential_with_the_same_secret_is_replaced() {
    let revoked = Credential::user("glean_user", "ada@example.com").state(CredentialState::Revoked);
    let glean = FakeGlean::builder().credential(revoked).in_process();
    let reply = Call::with("glean_user").in_process(&glean);
    assert_eq!(reply.status(), StatusCode::UNAUTHORIZED);
}
