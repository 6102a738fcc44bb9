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
