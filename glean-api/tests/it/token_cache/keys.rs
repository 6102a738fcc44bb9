//! Who shares a token, and who does not.

use glean_api::credential::{ApiToken, credential_fn};
use glean_api::models::AuthType;
use glean_api::{ErrorKind, RequestOptions};
use glean_testkit::ModelConfig;

use super::stage::{Stage, text};

const ADA: &str = "ada@example.com";

#[tokio::test]
async fn a_user_is_the_same_in_any_case() {
    let stage = Stage::new();
    let cache = stage.cache();
    let first = text(&cache.get(ADA).await);

    for user in ["ADA@EXAMPLE.COM", "Ada@Example.com"] {
        assert_eq!(text(&cache.get(user).await), first);
    }

    assert_eq!((stage.fake.calls(), cache.len()), (1, 1));
}

#[tokio::test]
async fn the_long_are_told_apart_by_their_last_letter() {
    let long = |end: char| format!("{}{end}@example.com", "a".repeat(63));
    let users = ['x', 'y', 'z'].map(long);
    let config = users.iter().fold(ModelConfig::default(), ModelConfig::user);
    let stage = Stage::of(config);
    let cache = stage.cache();

    for user in &users {
        cache.get(user).await.unwrap();
        cache.get(user.to_ascii_uppercase()).await.unwrap();
    }

    assert_eq!((stage.fake.calls(), cache.counters().hits), (3, 3));
}

#[tokio::test]
async fn credentials_never_share_a_token() {
    let stage = Stage::with_users(0);
    let cache = stage.cache();
    let other = cache.with_options(RequestOptions::new().api_token("another_global"));
    let client = cache.with_client(&stage.client("another_global"));

    let first = text(&cache.get(ADA).await);
    let second = text(&other.get(ADA).await);

    assert_ne!(first, second);
    // Made in another way, it is the same call.
    assert_eq!(text(&client.get(ADA).await), second);
    assert_eq!(text(&cache.get(ADA).await), first);
    other.invalidate(ADA);
    assert_eq!(text(&cache.get(ADA).await), first);
    assert_ne!(text(&client.get(ADA).await), second);
    assert_eq!(cache.len(), 2);
}

#[tokio::test]
async fn calls_that_are_the_same_on_the_wire_share_and_others_do_not() {
    let stage = Stage::new();
    let cache = stage.cache();
    cache.get(ADA).await.unwrap();
    let same = [
        RequestOptions::new(),
        RequestOptions::new().api_token("glean_global"),
        RequestOptions::new().no_auth_type().no_headers(),
    ];
    let others = [
        RequestOptions::new().header("x-gateway-key", "a"),
        RequestOptions::new().header("x-gateway-key", "b"),
        RequestOptions::new().exclude_deprecated_after("2026-11-24"),
        RequestOptions::new().include_experimental(true),
    ];

    for options in same {
        cache.with_options(options).get(ADA).await.unwrap();
    }
    assert_eq!(stage.fake.calls(), 1);
    for options in others {
        cache.with_options(options).get(ADA).await.unwrap();
    }
    assert_eq!(stage.fake.calls(), 5);
}

#[tokio::test]
async fn a_provider_is_one_credential_whatever_it_gives() {
    let stage = Stage::with_users(0);
    let provided = std::sync::atomic::AtomicBool::new(false);
    let provider = credential_fn(move || {
        let second = provided.fetch_or(true, std::sync::atomic::Ordering::Relaxed);
        let token = ["glean_global", "another_global"][usize::from(second)];
        async move { Ok(ApiToken::from(token)) }
    });
    let options = RequestOptions::new().credential_provider(provider);
    let cache = stage.cache();
    let (one, same) = (
        cache.with_options(options.clone()),
        cache.with_options(options),
    );

    let first = text(&one.get(ADA).await);
    assert_eq!(text(&same.get(ADA).await), first);
    one.invalidate(ADA);
    assert_ne!(text(&same.get(ADA).await), first);

    assert_eq!(stage.fake.calls(), 2);
}

#[tokio::test]
async fn the_credentials_own_user_has_a_place_too() {
    let stage = Stage::new();
    let cache = stage.cache();
    let own = cache.with_options(RequestOptions::new().api_token("glean_user"));
    let oauth = RequestOptions::new().api_token("oauth_idp");
    let oauth = cache.with_options(oauth.auth_type(AuthType::OAuth));

    let first = text(&own.get_own().await);
    assert_eq!(text(&own.get_own().await), first);
    assert_ne!(text(&oauth.get_own().await), first);
    own.invalidate_own();
    assert_ne!(text(&own.get_own().await), first);

    assert_eq!(stage.minted_for_ada(), 3);
}

#[tokio::test]
async fn a_user_who_is_none_is_refused_and_nothing_is_sent() {
    let stage = Stage::new();
    let cache = stage.cache();
    let own = cache.with_options(RequestOptions::new().api_token("glean_user"));
    own.get_own().await.unwrap();

    for user in ["", " ", "ada", "ada@example.com\n", "Ada <ada@example.com>"] {
        let error = own.get(user).await.unwrap_err();
        let kind = error.call().map(glean_api::Error::kind);
        assert_eq!(kind, Some(ErrorKind::InvalidRequest), "{user:?}");
    }

    assert_eq!((stage.fake.calls(), cache.len()), (1, 1));
}
