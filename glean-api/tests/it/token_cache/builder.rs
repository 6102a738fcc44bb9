use std::time::Duration;

use glean_api::RequestOptions;
use glean_api::token_cache::TokenCacheBuilder;
use glean_api::token_cache::store::MemoryTokenStore;

use super::Stage;

#[test]
fn a_setting_that_can_not_be_is_refused_by_its_name() {
    let stage = Stage::new();
    let refused = |set: fn(TokenCacheBuilder) -> TokenCacheBuilder| {
        let error = set(stage.builder()).build().unwrap_err();
        assert!(error.is_invalid_request());
        error.to_string()
    };

    assert_eq!(
        refused(|it| it.capacity(0)),
        "token cache: capacity: it is zero"
    );
    assert_eq!(
        refused(|it| it.refresh_backoff(Duration::ZERO, Duration::ZERO)),
        "token cache: refresh_backoff: it is zero"
    );
    assert_eq!(
        refused(|it| it.store_timeout(Duration::ZERO)),
        "token cache: store_timeout: it is zero"
    );
    assert_eq!(
        refused(|it| it.store_lease(Duration::ZERO)),
        "token cache: store_lease: it is zero"
    );
    for set in [
        |it: TokenCacheBuilder| it.store(MemoryTokenStore::new()),
        |it: TokenCacheBuilder| it.store(MemoryTokenStore::new()).namespace(""),
    ] {
        assert_eq!(
            refused(set),
            "token cache: a store needs `.namespace(..)`, which stands for server and credential"
        );
    }
    assert_eq!(
        refused(|it| it.options(RequestOptions::new().instance("acme-be")))
            .split(':')
            .next(),
        Some("instance")
    );
}

#[tokio::test]
async fn the_clients_options_and_the_caches_hold() {
    let stage = Stage::new();
    let options = RequestOptions::new().header("x-region", "eu");
    let cache = stage.builder().options(options).build().unwrap();

    cache.get("Ada@Example.com").await.unwrap();

    let requests = stage.fake.requests();
    assert!(requests[0].headers.contains_key("x-region"));
    assert_eq!(stage.minted_for_ada(), 1);
}
