//! The retry budget of a client, on a manual clock.

use std::iter::repeat_n;
use std::time::Duration;

use glean_api::transport::retry::{
    Backoff, RetryBudget, RetryBudgetCounters, RetryConfig, StopReason,
};
use glean_api::{Error, ErrorKind, Glean, RequestOptions};
use glean_testkit::{FakeGlean, ManualClock, Reply};

use crate::support::Scene;

const SECOND: Duration = Duration::from_secs(1);

impl Scene {
    /// Gives a client that makes three attempts.
    fn client_on(&self, budget: &RetryBudget) -> Glean {
        self.builder()
            .retries(three_attempts())
            .retry_budget(budget.clone())
            .transport(self.fake.transport())
            .build()
            .unwrap()
    }

    /// Answers that many attempts by 503; the fake asserts that there were no fewer.
    fn fail(&self, attempts: usize) {
        self.fake.script(repeat_n(Reply::status(503), attempts));
    }
}

async fn mint(glean: &Glean, options: RequestOptions) -> Result<u32, Error> {
    let call = glean.client().authentication().create_token();
    call.options(options)
        .send_with_response()
        .await
        .map(|response| response.attempts)
}

/// Makes a call that fails, and says after how many attempts and why.
async fn failed(glean: &Glean, options: RequestOptions) -> (u32, StopReason) {
    let error = mint(glean, options).await.unwrap_err();
    (error.attempts(), error.stop_reason().unwrap())
}

fn three_attempts() -> Backoff {
    RetryConfig::backoff().max_attempts(3)
}

fn unchanged() -> RequestOptions {
    RequestOptions::new()
}

fn counted(budget: &RetryBudget) -> (u32, u64, u64) {
    let counters = budget.counters();
    (counters.available, counters.allowed, counters.refused)
}

#[tokio::test]
async fn a_call_that_the_budget_ends_fails_with_its_last_reply_at_once() {
    let scene = Scene::new();
    let glean = scene.client_on(&RetryBudget::default().burst(1));
    scene.fake.script([
        Reply::status(502).body("first"),
        Reply::status(503)
            .body("last")
            .header("x-request-id", "r-2")
            .retry_after_seconds(7),
    ]);

    let error = mint(&glean, unchanged()).await.unwrap_err();

    assert_eq!(
        error.to_string(),
        "createToken: 503 Service Unavailable: last (2 attempts)"
    );
    assert_eq!(
        (error.kind(), error.attempts(), error.stop_reason()),
        (ErrorKind::Api, 2, Some(StopReason::BudgetExhausted))
    );
    let reply = error.as_glean_error().unwrap();
    assert_eq!(
        (reply.status().as_u16(), &reply.body()[..]),
        (503, &b"last"[..])
    );
    assert_eq!(error.request_id(), Some("r-2"));
    assert!(error.is_retryable());
    assert_eq!(error.retry_after(), Some(7 * SECOND));
    assert_eq!(error.elapsed(), SECOND / 2);
    assert_eq!(scene.clock.slept(), [SECOND / 2]);
}

#[tokio::test]
async fn calls_that_succeed_refill_it() {
    let scene = Scene::new();
    let budget = RetryBudget::default().burst(2).ratio(0.25);
    let glean = scene.client_on(&budget);
    scene.fail(3);
    assert_eq!(
        failed(&glean, unchanged()).await,
        (3, StopReason::MaxAttempts)
    );
    assert_eq!(counted(&budget), (0, 2, 0));

    for _ in 0..3 {
        assert_eq!(mint(&glean, unchanged()).await.unwrap(), 1);
    }
    assert_eq!(counted(&budget), (0, 2, 0));
    scene.fail(1);

    // The fourth brings a whole token, and may take it.
    assert_eq!(mint(&glean, unchanged()).await.unwrap(), 2);
    assert_eq!(counted(&budget), (0, 3, 0));
}

#[tokio::test]
async fn clones_of_a_client_share_it_and_so_do_clients_that_are_given_it() {
    let scene = Scene::new();
    let budget = RetryBudget::default().burst(5).ratio(0.0);
    let glean = scene.client_on(&budget);
    let (clone, other) = (glean.clone(), scene.client_on(&budget));
    scene.fail(8);

    assert_eq!(
        failed(&glean, unchanged()).await,
        (3, StopReason::MaxAttempts)
    );
    assert_eq!(
        failed(&clone, unchanged()).await,
        (3, StopReason::MaxAttempts)
    );
    assert_eq!(
        failed(&other, unchanged()).await,
        (2, StopReason::BudgetExhausted)
    );

    assert_eq!(counted(&budget), (0, 5, 1));
}

#[tokio::test]
async fn a_call_may_go_without_the_clients_budget_or_by_another() {
    let scene = Scene::new();
    let budget = RetryBudget::default().burst(0);
    let other = RetryBudget::default().burst(1);
    let glean = scene.client_on(&budget);
    scene.fail(1 + 3 + 2);

    assert_eq!(
        failed(&glean, unchanged()).await,
        (1, StopReason::BudgetExhausted)
    );
    assert_eq!(
        failed(&glean, unchanged().no_retry_budget()).await,
        (3, StopReason::MaxAttempts)
    );
    assert_eq!(
        failed(&glean, unchanged().retry_budget(other.clone())).await,
        (2, StopReason::BudgetExhausted)
    );

    assert_eq!(counted(&budget), (0, 0, 1));
    assert_eq!(counted(&other), (0, 1, 1));
}

#[tokio::test]
async fn a_call_that_goes_without_the_budget_puts_nothing_back() {
    let scene = Scene::new();
    let budget = RetryBudget::default().burst(1).ratio(1.0);
    let glean = scene.client_on(&budget);
    scene.fail(2);
    failed(&glean, unchanged()).await;

    mint(&glean, unchanged().no_retry_budget()).await.unwrap();
    assert_eq!(counted(&budget), (0, 1, 1));
    mint(&glean, unchanged().no_retries()).await.unwrap();
    assert_eq!(counted(&budget), (1, 1, 1));
}

#[tokio::test]
async fn a_storm_of_failures_adds_no_more_than_burst_and_ratio_to_the_load() {
    const CALLS: usize = 1000;
    let scene = Scene::new();
    let budget = RetryBudget::default();
    let glean = scene.client_on(&budget);
    // The first call finds the bucket full. All others put back 99.9, and 0.9 of that is left.
    let attempts = CALLS + 10 + 99;
    scene.fail(attempts);

    let mut counted = 0;
    for _ in 0..CALLS {
        counted += mint(&glean, unchanged()).await.unwrap_err().attempts() as usize;
    }

    assert!(attempts <= CALLS + 10 + CALLS / 10);
    assert_eq!((scene.fake.calls(), counted), (attempts, attempts));
    let RetryBudgetCounters {
        available,
        allowed,
        refused,
        ..
    } = budget.counters();
    assert_eq!((available, allowed), (0, 109));
    // The first five calls had both of their retries, and so were refused none.
    assert_eq!(refused, 995);
}

#[tokio::test]
async fn without_a_budget_the_same_storm_triples_the_load() {
    let scene = Scene::new();
    let glean = scene
        .builder()
        .retries(three_attempts())
        .transport(scene.fake.transport())
        .build()
        .unwrap();
    scene.fail(3000);

    for _ in 0..1000 {
        failed(&glean, unchanged()).await;
    }

    assert_eq!(scene.fake.calls(), 3000);
}

#[tokio::test]
async fn a_budget_with_tokens_left_changes_no_wait() {
    let waits = async |budget: Option<RetryBudget>| {
        let scene = Scene::new();
        scene.fake.script([
            Reply::status(429).retry_after_seconds(90),
            Reply::status(503).retry_after_ms(20),
        ]);
        let mut builder = scene.builder().retries(three_attempts());
        if let Some(budget) = budget {
            builder = builder.retry_budget(budget);
        }
        let glean = builder.transport(scene.fake.transport()).build().unwrap();
        assert_eq!(mint(&glean, unchanged()).await.unwrap(), 3);
        scene.clock.slept()
    };

    assert_eq!(
        waits(Some(RetryBudget::default())).await,
        [90 * SECOND, SECOND * 3 / 4]
    );
    assert_eq!(waits(Some(RetryBudget::default())).await, waits(None).await);
}

#[tokio::test]
async fn where_deadline_and_budget_would_end_a_call_the_deadline_does() {
    let scene = Scene::new();
    let budget = RetryBudget::default().burst(0);
    let glean = scene.client_on(&budget);
    scene
        .fake
        .script([Reply::status(429).retry_after_seconds(10)]);

    let ended = failed(&glean, unchanged().deadline(10 * SECOND)).await;

    assert_eq!(ended, (1, StopReason::Deadline));
    assert_eq!(counted(&budget), (0, 0, 0));
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_waits_keeps_its_token() {
    let clock = ManualClock::new();
    let fake = FakeGlean::builder().clock(clock.clone()).in_process();
    let budget = RetryBudget::default();
    let glean = Glean::builder()
        .server_url(fake.url())
        .api_token("glean_user")
        .clock(clock.clone())
        .sleep(clock.clone())
        .retries(RetryConfig::backoff())
        .retry_budget(budget.clone())
        .transport(fake.transport())
        .build()
        .unwrap();
    fake.script([Reply::status(503)]);

    let call = tokio::spawn(async move { mint(&glean, unchanged()).await });
    clock.wait_for_sleepers(1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());

    assert_eq!(fake.calls(), 1);
    assert_eq!(counted(&budget), (9, 1, 0));
}

#[tokio::test]
async fn it_is_shown_with_its_counters() {
    let scene = Scene::new();
    let budget = RetryBudget::default();
    let glean = scene.client_on(&budget);
    scene.fail(1);
    mint(&glean, unchanged()).await.unwrap();

    let shown = "RetryBudget { burst: 10, ratio: 0.1, available: 9, allowed: 1, refused: 0 }";
    assert!(format!("{glean:?}").contains(&format!("retry_budget: Some({shown})")));
    let options = unchanged().retry_budget(budget);
    assert!(format!("{options:?}").contains(&format!("retry_budget: Set({shown})")));
}
