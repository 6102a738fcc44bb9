use glean_api::RequestOptions;
use glean_api::token_cache::store::{MemoryTokenStore, StoreKey, StoredToken};
use glean_api::transport::{Transport, transport_fn};
use glean_testkit::{Credential, ModelConfig, Reply};

use super::Stage;

#[tokio::test]
async fn no_debug_and_no_error_shows_a_secret() {
    let planted = Credential::global("pl4nted-token");
    let user = "pl4nted-user@example.com";
    let stage = Stage::of(ModelConfig::default().user(user).credential(planted));
    // The fake shows its users, which is its right.
    let fake = stage.fake.transport();
    let transport = transport_fn(move |request| {
        let fake = fake.clone();
        async move { fake.send(request).await }
    });
    let glean = super::stage::client(&stage.fake, &stage.clock).api_token("pl4nted-token");
    let glean = glean.transport(transport).build().unwrap();
    let store = MemoryTokenStore::with_clock(stage.clock.clone());
    let options = RequestOptions::new().header("x-key", "pl4nted-header");
    let builder = glean_api::token_cache::TokenCache::builder(&glean)
        .options(options)
        .store(store.clone())
        .namespace("acme");
    let mut shown = vec![format!("{builder:?}")];
    let cache = builder.build().unwrap();
    let minted = cache.get(user).await.unwrap();
    let secret = minted.token.expose_secret();

    shown.push(format!("{cache:?} {minted:?} {store:?}"));
    let key = StoreKey::new("acme", user);
    let stored = StoredToken::new(minted.as_ref().clone(), 0);
    shown.push(format!("{key:?} {stored:?}"));
    cache.invalidate(user);
    stage.settle().await;
    let echo = Reply::status(429).body("pl4nted-token");
    stage.fake.script([echo.retry_after_seconds(9)]);
    for _ in 0..2 {
        let error = cache.get(user).await.unwrap_err();
        shown.push(format!("{error} {error:?}"));
    }

    for shown in shown {
        assert!(
            !shown.contains("pl4nted") && !shown.contains(secret),
            "{shown}"
        );
    }
}
