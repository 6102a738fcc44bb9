//! Neither a credential nor a minted token shows up where people read.

use std::panic::{AssertUnwindSafe, catch_unwind};

use glean_models::CreateAuthTokenResponse;
use glean_testkit::{Credential, FakeGlean, Fingerprint, GleanModel, ModelConfig, Reply, Step};
use http::HeaderValue;

use crate::call::{Call, PATH, send};

const SECRET: &str = "s3cret-credential";

#[test]
fn no_debug_report_or_panic_shows_a_secret() {
    let mine = || Credential::user(SECRET, "ada@example.com");
    let builder = FakeGlean::builder().credential(mine());
    let mut shown = vec![format!("{:?} {builder:?}", mine())];
    let glean = builder.in_process();

    let reply = Call::with(SECRET).in_process(&glean);
    let minted: CreateAuthTokenResponse = serde_json::from_slice(reply.body()).unwrap();
    let token = minted.token.expose_secret();
    glean.script([Reply::status(200)
        .json(&minted)
        .header("set-cookie", SECRET)]);
    shown.push(format!("{:?}", Step::from(Reply::status(200).body(SECRET))));

    // The credential in every place that a caller may put it by mistake.
    let strayed = [
        Call::with(SECRET).path(&format!("{PATH}/{SECRET}")),
        Call::with(SECRET).path(&format!("/elsewhere?token={SECRET}")),
        Call::with(SECRET).header("x-glean-actas", SECRET),
        Call::with(SECRET).header("x-glean-auth-type", SECRET),
        Call::with(SECRET).header("x-note", format!("<{SECRET}>")),
        Call::with(SECRET)
            .header("cookie", SECRET)
            .header("accept", SECRET),
        Call::new().header("authorization", format!("Basic {SECRET}")),
        Call::new()
            .header("authorization", SECRET)
            .header("x-api-key", SECRET),
        Call::new()
            .header("authorization", "Bearer x")
            .header("x-session-token", SECRET),
        Call::with(token),
        Call::with(SECRET).header("x-note", token),
        Call::with(SECRET).path(&format!("/{token}")),
    ];
    for call in &strayed {
        let reply = call.in_process(&glean);
        let mismatch = reply.headers().get("x-glean-testkit-mismatch");
        shown.push(format!("{mismatch:?}"));
    }

    shown.push(format!("{glean:?} {:?}", glean.transport()));
    shown.push(format!("{:?}", glean.ledger()));
    shown.push(format!("{:?}", glean.requests()));
    glean.script([Reply::ok().body(SECRET)]);
    let error = glean.check().unwrap_err();
    shown.push(format!("{error} {error:?}"));
    let panic = catch_unwind(AssertUnwindSafe(|| glean.verify())).unwrap_err();
    shown.push(*panic.downcast::<String>().unwrap());

    for text in &shown {
        assert!(!text.contains(SECRET), "{text}");
        assert!(!text.contains(token), "{text}");
    }
    let all = shown.concat();
    assert!(all.contains(&Fingerprint::of(SECRET).to_string()), "{all}");
    assert!(all.contains(&Fingerprint::of(token).to_string()), "{all}");
}

/// Puts a text where a caller may put a secret by mistake; HTTP allows the text in each place.
fn strayed(secret: &str, presented: &str) -> Vec<Call> {
    let with = || Call::with(presented);
    let encoded: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let mut calls = vec![
        with().path(&format!("{PATH}/{secret}")),
        with().path(&format!("/{secret}{PATH}")),
        with().path(&format!("/{encoded}")),
        with().path(&format!("/more.{secret}.json;v=1")),
        with().path(&format!("{PATH}?token={secret}")).method("GET"),
        with().path(&format!("/elsewhere?{secret}")),
        with().body(Box::leak(secret.to_owned().into_boxed_str())),
        Call::new().header("authorization", secret),
        Call::new().header("authorization", format!("Basic {secret}")),
        Call::new().header("authorization", format!("Bearer Bearer {secret}")),
        Call::new().header("authorization", format!("Bearer {secret} more")),
        with().header("authorization", format!("Bearer {secret}")),
        Call::with(secret).method("PUT"),
        Call::with(secret).path(&format!("/{secret}")),
    ];
    if http::Method::from_bytes(secret.as_bytes()).is_ok() {
        calls.push(with().method(Box::leak(secret.to_owned().into_boxed_str())));
    }
    for name in [
        "accept",
        "content-length",
        "content-type",
        "cookie",
        "proxy-authorization",
        "user-agent",
        "x-api-key",
        "x-glean-actas",
        "x-glean-auth-type",
        "x-glean-exclude-deprecated-after",
        "x-glean-include-experimental",
        "x-note",
        "x-scio-actas",
    ] {
        calls.push(with().without(name).header(name, secret));
        calls.push(with().without(name).header(name, format!("a={secret}, b")));
        calls.push(with().header(name, secret).method("PUT"));
        calls.push(with().header(name, secret).header(name, "twice"));
        calls.push(
            with()
                .header(name, secret)
                .path(&format!("/{secret}/{encoded}")),
        );
    }
    calls
}

/// Everything that a report has to say of a call.
fn report_of(glean: &FakeGlean, call: &Call) -> (String, String) {
    call.in_process(glean);
    glean.script([Reply::ok().body("pl4nted").header("x-note", "pl4nted")]);
    let error = glean.check().unwrap_err();
    let requests = format!("{:?} {:?}", error.unmatched(), glean.requests());
    (format!("{error} {error:?}"), requests)
}

#[test]
fn a_report_shows_no_secret_wherever_it_was_put() {
    let minted = "fake-glean-1-pl4ntedpl4ntedpl4nted";
    let known = "pl4nted-known/to+the=fake";
    for presented in [
        "glean_user",
        "glean_user_expired",
        "presented-by-pl4nted",
        known,
    ] {
        for secret in [
            presented,
            known,
            minted,
            "pl4nted",
            "eyJhbGciOiJIUzI1NiJ9.pl4nted.e30",
        ] {
            for call in strayed(secret, presented) {
                let glean = FakeGlean::builder()
                    .credential(Credential::user(known, "ada@example.com"))
                    .in_process();
                let (report, requests) = report_of(&glean, &call);
                for hidden in [secret, presented, "pl4nted"] {
                    assert!(!report.contains(hidden), "{hidden}: {call:?}\n{report}");
                }
                // Of a refused request's headers and path only what is known to be a secret can be hidden.
                let is_known = secret != "pl4nted" && !secret.starts_with("ey");
                let is_refused = glean.requests()[0].mismatch().is_some();
                // A method is what it is.
                if is_known && is_refused && call.method != secret {
                    assert!(!requests.contains(secret), "{secret}: {call:?}\n{requests}");
                }
                assert!(!requests.contains("Bearer presented"), "{requests}");
            }
        }
    }
}

#[test]
fn a_model_s_debug_shows_no_built_in_credential_either() {
    let model = GleanModel::new(ModelConfig::default());
    let text = format!("{model:?}");
    for secret in ["glean_user", "oauth_idp", "glean_global_expired"] {
        assert!(!text.contains(&format!("{secret}\"")), "{text}");
    }
}

#[test]
fn a_bearer_credential_is_told_by_its_fingerprint() {
    let glean = FakeGlean::in_process();
    Call::with("glean_user").in_process(&glean);
    let shown = glean.requests()[0]
        .header("authorization")
        .map(str::to_owned);
    let expected = format!("Bearer <redacted {}>", Fingerprint::of("glean_user"));
    assert_eq!(shown, Some(expected));
    assert_eq!(
        glean.ledger().last().unwrap().credential,
        Fingerprint::of("glean_user")
    );
}

#[test]
fn a_value_marked_sensitive_is_redacted_but_the_acting_user_is_shown() {
    let glean = FakeGlean::in_process();
    let mut request = Call::for_user("ada@example.com")
        .header("x-note", "hush")
        .request();
    for name in ["x-note", "x-glean-actas"] {
        let marked = request.headers_mut().get_mut(name).unwrap();
        HeaderValue::set_sensitive(marked, true);
    }
    send(&glean, request).unwrap();
    let received = &glean.requests()[0];
    assert_eq!(received.header("x-glean-actas"), Some("ada@example.com"));
    assert!(format!("{received:?}").contains("ada@example.com"));
    assert!(
        received
            .header("x-note")
            .unwrap()
            .starts_with("<redacted #")
    );
}
