use std::time::Duration;

use glean_api::transport::retry::{RetryBudget, RetryCodes, RetryConfig};
use glean_api::transport::{Attempt, DEFAULT_BODY_LIMIT};

use super::{Call, Client, attempt, plain, requests};

const MS: Duration = Duration::from_millis(1);
const THRICE: Client = |client| client.retries(RetryConfig::backoff().max_attempts(3));

#[tokio::test]
async fn the_time_of_an_attempt() {
    const SET: Client = |client| client.timeout(7 * MS);
    let cases: [(&str, Client, Call, Option<Duration>); 6] = [
        ("unset", plain, plain, Some(30_000 * MS)),
        ("inherited", SET, plain, Some(7 * MS)),
        ("set", SET, |call| call.timeout(9 * MS), Some(9 * MS)),
        ("off", SET, |call| call.no_timeout(), None),
        ("inherited off", |client| client.no_timeout(), plain, None),
        (
            "set over off",
            |client| client.no_timeout(),
            |call| call.timeout(9 * MS),
            Some(9 * MS),
        ),
    ];
    for (case, client, call, expected) in cases {
        assert_eq!(attempt(client, call).await.timeout, expected, "{case}");
    }
}

#[tokio::test]
async fn the_deadline_of_a_call() {
    const SET: Client = |client| client.no_timeout().deadline(7 * MS);
    let cases: [(&str, Client, Call, Option<Duration>); 6] = [
        ("unset", |client| client.no_timeout(), plain, None),
        ("inherited", SET, plain, Some(7 * MS)),
        ("set", SET, |call| call.deadline(9 * MS), Some(9 * MS)),
        ("off", SET, |call| call.no_deadline(), None),
        (
            "a shorter time-out",
            SET,
            |call| call.timeout(5 * MS),
            Some(5 * MS),
        ),
        (
            "a longer time-out",
            SET,
            |call| call.timeout(9 * MS),
            Some(7 * MS),
        ),
    ];
    for (case, client, call, expected) in cases {
        assert_eq!(attempt(client, call).await.timeout, expected, "{case}");
    }
}

#[tokio::test]
async fn retries() {
    let cases: [(&str, Client, Call, usize); 6] = [
        ("unset", plain, plain, 1),
        ("inherited", THRICE, plain, 3),
        (
            "set",
            THRICE,
            |call| call.retries(RetryConfig::backoff().max_attempts(2)),
            2,
        ),
        (
            "set by the call alone",
            plain,
            |call| call.retries(RetryConfig::backoff().max_attempts(2)),
            2,
        ),
        ("off", THRICE, |call| call.no_retries(), 1),
        (
            "set to none",
            THRICE,
            |call| call.retries(RetryConfig::None),
            1,
        ),
    ];
    for (case, client, call, expected) in cases {
        let requests = requests(client, call).await;
        let numbers: Vec<u32> = requests
            .iter()
            .map(|request| request.extensions().get::<Attempt>().unwrap().number.get())
            .collect();
        let expected: Vec<u32> = (1..).take(expected).collect();
        assert_eq!(numbers, expected, "{case}");
    }
}

#[tokio::test]
async fn retry_codes() {
    const NOT_503: Client = |client| THRICE(client).retry_codes("429".parse().unwrap());
    let cases: [(&str, Client, Call, usize); 6] = [
        ("unset", THRICE, plain, 3),
        ("inherited", NOT_503, plain, 1),
        (
            "set",
            NOT_503,
            |call| call.retry_codes("5XX".parse().unwrap()),
            3,
        ),
        (
            "set to none",
            THRICE,
            |call| call.retry_codes(RetryCodes::none()),
            1,
        ),
        ("off", THRICE, |call| call.no_retry_codes(), 1),
        (
            "inherited off",
            |client| THRICE(client).no_retry_codes(),
            plain,
            1,
        ),
    ];
    for (case, client, call, expected) in cases {
        assert_eq!(requests(client, call).await.len(), expected, "{case}");
    }
}

#[tokio::test]
async fn the_budget_of_retries() {
    fn budget(retries: u32) -> RetryBudget {
        RetryBudget::default().burst(retries)
    }
    const SPENT: Client = |client| THRICE(client).retry_budget(budget(0));
    let cases: [(&str, Client, Call, usize); 6] = [
        ("unset", THRICE, plain, 3),
        ("inherited", SPENT, plain, 1),
        ("set", SPENT, |call| call.retry_budget(budget(1)), 2),
        (
            "set by the call alone",
            THRICE,
            |call| call.retry_budget(budget(1)),
            2,
        ),
        ("off", SPENT, |call| call.no_retry_budget(), 3),
        (
            "inherited off",
            |client| SPENT(client).no_retry_budget(),
            plain,
            3,
        ),
    ];
    for (case, client, call, expected) in cases {
        assert_eq!(requests(client, call).await.len(), expected, "{case}");
    }
}

#[tokio::test]
async fn the_limit_of_a_body() {
    const SET: Client = |client| client.body_limit(70);
    let cases: [(&str, Client, Call, Option<usize>); 6] = [
        ("unset", plain, plain, Some(DEFAULT_BODY_LIMIT)),
        ("inherited", SET, plain, Some(70)),
        ("set", SET, |call| call.body_limit(90), Some(90)),
        ("off", SET, |call| call.no_body_limit(), None),
        (
            "inherited off",
            |client| client.no_body_limit(),
            plain,
            None,
        ),
        (
            "set over off",
            |client| client.no_body_limit(),
            |call| call.body_limit(90),
            Some(90),
        ),
    ];
    for (case, client, call, expected) in cases {
        assert_eq!(attempt(client, call).await.body_limit, expected, "{case}");
    }
}

#[tokio::test]
async fn an_attempt_names_its_operation() {
    assert_eq!(attempt(plain, plain).await.operation, "createToken");
}
