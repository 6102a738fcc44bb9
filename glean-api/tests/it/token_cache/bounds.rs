use super::Stage;
use super::stage::user;

#[tokio::test]
async fn no_more_users_are_kept_than_there_is_room_for() {
    const USERS: usize = 2_000;
    let stage = Stage::with_users(USERS);
    let cache = stage.builder().capacity(100).build().unwrap();

    for index in 0..USERS {
        cache.get(user(index)).await.unwrap();
        assert!(cache.len() <= 128, "{}", cache.len());
    }

    let kept = cache.len() as u64;
    assert!(kept >= 90, "{kept}");
    let counters = cache.counters();
    assert_eq!(counters.mints, USERS as u64);
    assert_eq!(counters.evictions, counters.mints - kept);
}

#[tokio::test]
async fn who_asks_often_stays() {
    let stage = Stage::with_users(2_000);
    let cache = stage.builder().capacity(200).build().unwrap();
    cache.get("ada@example.com").await.unwrap();
    cache.get("ada@example.com").await.unwrap();

    for index in 0..2_000 {
        cache.get(user(index)).await.unwrap();
        cache.get("ada@example.com").await.unwrap();
    }

    assert_eq!(stage.minted_for_ada(), 1);
}
