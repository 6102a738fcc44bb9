//! What was minted for whom.

use glean_models::CreateAuthTokenResponse;
use glean_testkit::{CredentialKind, FakeGlean, Fingerprint, Reply};

use crate::call::Call;

#[test]
fn it_lists_what_was_minted_for_whom() {
    let glean = FakeGlean::in_process();
    Call::for_user("ada@example.com").in_process(&glean);
    Call::for_user("eve@example.com").in_process(&glean);
    let reply = Call::for_user("Ada@Example.com").in_process(&glean);
    Call::with("glean_anonymous").in_process(&glean);

    let ledger = glean.ledger();
    assert_eq!(ledger.len(), 3);
    assert!(!ledger.is_empty());
    assert_eq!(ledger.minted_for("ADA@example.com"), 2);
    assert_eq!(ledger.minted_for("grace@example.com"), 0);
    let minted: CreateAuthTokenResponse = serde_json::from_slice(reply.body()).unwrap();
    let entry = ledger.find(minted.token.expose_secret()).unwrap();
    assert_eq!(entry.token, Fingerprint::of(minted.token.expose_secret()));
    assert_eq!(entry.request_number, 3);
    assert_eq!(entry.credential_kind, CredentialKind::Global);
    assert_eq!(entry.credential, Fingerprint::of("glean_global"));
    assert_eq!(
        entry.expires_at,
        entry.minted_at + std::time::Duration::from_secs(7200)
    );
    let users: Vec<_> = (&ledger)
        .into_iter()
        .map(|entry| entry.acting_user.as_deref())
        .collect();
    assert_eq!(
        users,
        [Some("ada@example.com"), Some("ada@example.com"), None]
    );
}

#[test]
fn a_scripted_reply_mints_nothing() {
    let glean = FakeGlean::in_process();
    glean.script([Reply::status(200).json(serde_json::json!({"token": "t", "expirationTime": 1}))]);
    Call::with("glean_user").in_process(&glean);
    assert!(glean.ledger().is_empty());
    assert!(glean.ledger().last().is_none());
}
