//! Retries on a manual clock: hours of waiting in no time at all.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use glean_api::credential::{ApiToken, credential_fn};
use glean_api::transport::retry::{Backoff, Jitter, RetryCodes, RetryConfig, StopReason};
use glean_api::transport::{TransportError, TransportErrorKind, transport_fn};
use glean_api::{Error, ErrorKind, Glean};
use glean_testkit::{FakeGlean, ManualClock, Reply};

use crate::support::Scene;

const SECOND: Duration = Duration::from_secs(1);

impl Scene {
    fn client(&self, retries: impl Into<RetryConfig>) -> Glean {
        self.builder()
            .retries(retries)
            .transport(self.fake.transport())
            .build()
            .unwrap()
    }
}

async fn mint(glean: &Glean) -> Result<u32, Error> {
    let call = glean.client().authentication().create_token();
    call.send_with_response()
        .await
        .map(|response| response.attempts)
}

fn backoff() -> Backoff {
    RetryConfig::backoff()
}

#[tokio::test]
async fn without_being_asked_for_a_call_is_attempted_once() {
    let scene = Scene::new();
    scene.fake.script([Reply::status(503)]);

    let error = mint(&scene.client(RetryConfig::None)).await.unwrap_err();

    assert_eq!(error.to_string(), "createToken: 503 Service Unavailable");
    assert_eq!(
        (error.attempts(), error.stop_reason()),
        (1, Some(StopReason::RetriesOff))
    );
    assert!(error.is_retryable());
    assert!(scene.clock.slept().is_empty());
}

#[tokio::test]
async fn each_default_code_is_retried_and_no_other() {
    for status in (400..=599).filter(|status| *status != 400) {
        let scene = Scene::new();
        scene.fake.script([Reply::status(status)]);

        let result = mint(&scene.client(backoff())).await;

        if [429, 500, 502, 503, 504].contains(&status) {
            assert_eq!(result.unwrap(), 2, "{status}");
        } else {
            let error = result.unwrap_err();
            assert_eq!(
                error.stop_reason(),
                Some(StopReason::NotRetryable),
                "{status}"
            );
            assert!(!error.is_retryable(), "{status}");
        }
    }
}

#[tokio::test]
async fn named_codes_and_families_take_the_place_of_the_default() {
    let scene = Scene::new();
    let codes: RetryCodes = "404, 5XX".parse().unwrap();
    let glean = scene
        .builder()
        .retries(backoff())
        .retry_codes(codes)
        .transport(scene.fake.transport())
        .build()
        .unwrap();

    scene
        .fake
        .script([Reply::status(404), Reply::status(501), Reply::status(429)]);
    let error = mint(&glean).await.unwrap_err();

    assert_eq!(
        error.to_string(),
        "createToken: 429 Too Many Requests (3 attempts)"
    );
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn waits_grow_by_the_exponent_up_to_the_longest() {
    let scene = Scene::new();
    let retries = backoff().max_interval(2 * SECOND).exponent(2.0);
    scene
        .fake
        .script([503, 503, 503, 503].map(|status| Reply::status(status)));

    assert_eq!(mint(&scene.client(retries)).await.unwrap(), 5);

    assert_eq!(
        scene.clock.slept(),
        [SECOND / 2, SECOND, 2 * SECOND, 2 * SECOND]
    );
}

#[tokio::test]
async fn a_seeded_jitter_spreads_waits_over_the_upper_half_and_repeats_itself() {
    let run = async |seed| {
        let scene = Scene::new();
        scene
            .fake
            .script([503, 503, 503].map(|status| Reply::status(status)));
        let builder = scene
            .builder()
            .retries(backoff().exponent(1.0))
            .jitter(Jitter::seeded(seed));
        let glean = builder.transport(scene.fake.transport()).build().unwrap();
        mint(&glean).await.unwrap();
        scene.clock.slept()
    };

    let waits = run(7).await;

    assert_eq!(waits, run(7).await);
    assert_ne!(waits, run(8).await);
    assert!(
        waits
            .iter()
            .all(|wait| (SECOND / 4..=SECOND / 2).contains(wait)),
        "{waits:?}"
    );
}

#[tokio::test]
async fn no_attempt_comes_earlier_than_the_server_asked() {
    let asked = |scene: &Scene| {
        use glean_api::transport::time::Clock;
        let date = scene.clock.system_time() + 7 * SECOND;
        [
            (Reply::status(429).retry_after_seconds(3), 3 * SECOND),
            (
                Reply::status(503).retry_after_ms(1250),
                Duration::from_millis(1250),
            ),
            (Reply::status(503).retry_after_date(date), 7 * SECOND),
            // Milliseconds count before seconds, and either before a shorter backoff alone.
            (
                Reply::status(429)
                    .retry_after_ms(800)
                    .retry_after_seconds(9),
                SECOND * 4 / 5,
            ),
            (Reply::status(429).retry_after_seconds(0), SECOND / 2),
            (Reply::status(429).header("retry-after", "soon"), SECOND / 2),
        ]
    };
    for index in 0..6 {
        let scene = Scene::new();
        let (reply, wait) = asked(&scene).into_iter().nth(index).unwrap();
        scene.fake.script([reply]);

        assert_eq!(mint(&scene.client(backoff())).await.unwrap(), 2);

        let slept = scene.clock.slept();
        assert_eq!(slept.len(), 1);
        // A date has no fractions of a second; the clock may.
        assert!(
            slept[0] <= wait && slept[0] + SECOND > wait,
            "case {index}: {slept:?}"
        );
        assert!(index == 2 || slept[0] == wait, "case {index}: {slept:?}");
    }
}

#[tokio::test]
async fn a_wait_longer_than_the_longest_interval_is_kept_if_the_server_asks_for_it() {
    let scene = Scene::new();
    scene
        .fake
        .script([Reply::status(429).retry_after_seconds(300)]);

    assert_eq!(mint(&scene.client(backoff())).await.unwrap(), 2);

    assert_eq!(scene.clock.slept(), [300 * SECOND]);
}

#[tokio::test]
async fn a_wait_that_does_not_fit_is_not_begun() {
    for (retries, reason) in [
        (
            backoff().max_elapsed_time(9 * SECOND),
            StopReason::MaxElapsedTime,
        ),
        (
            backoff().max_elapsed_time(10 * SECOND - Duration::from_nanos(1)),
            StopReason::MaxElapsedTime,
        ),
    ] {
        let scene = Scene::new();
        scene
            .fake
            .script([Reply::status(429).retry_after_seconds(10)]);

        let error = mint(&scene.client(retries)).await.unwrap_err();

        assert_eq!((error.attempts(), error.stop_reason()), (1, Some(reason)));
        assert_eq!(error.retry_after(), Some(10 * SECOND));
        assert_eq!(error.elapsed(), Duration::ZERO);
        assert!(scene.clock.slept().is_empty());
    }
    // One that fits to the last nanosecond is made.
    let scene = Scene::new();
    scene
        .fake
        .script([Reply::status(429).retry_after_seconds(10)]);
    let retries = backoff().max_elapsed_time(10 * SECOND);
    assert_eq!(mint(&scene.client(retries)).await.unwrap(), 2);
}

#[tokio::test]
async fn the_deadline_ends_retries_before_it_passes() {
    let scene = Scene::new();
    let builder = scene.builder().retries(backoff()).deadline(10 * SECOND);
    let glean = builder.transport(scene.fake.transport()).build().unwrap();

    scene.fake.script([
        Reply::status(429).retry_after_seconds(6),
        Reply::status(503).retry_after_seconds(4),
    ]);
    let error = mint(&glean).await.unwrap_err();

    assert_eq!(
        (error.attempts(), error.stop_reason()),
        (2, Some(StopReason::Deadline))
    );
    assert_eq!(
        (error.kind(), error.elapsed()),
        (ErrorKind::Api, 6 * SECOND)
    );
    assert_eq!(scene.clock.slept(), [6 * SECOND]);
}

#[tokio::test]
async fn elapsed_time_counts_across_attempts_and_waits() {
    let scene = Scene::new();
    let clock = scene.clock.clone();
    // Each attempt takes four seconds by the clock.
    let slow = transport_fn(move |_| {
        clock.advance(4 * SECOND);
        async { Ok::<_, TransportError>(status(503)) }
    });
    let retries = backoff()
        .initial_interval(SECOND)
        .exponent(1.0)
        .max_elapsed_time(15 * SECOND);
    let glean = scene
        .builder()
        .retries(retries)
        .transport(slow)
        .build()
        .unwrap();

    let error = mint(&glean).await.unwrap_err();

    // 4 s + 1 s, 4 s + 1 s, 4 s: another second would fit in 15, and so another attempt begins.
    assert_eq!((error.attempts(), error.elapsed()), (4, 19 * SECOND));
    assert_eq!(error.stop_reason(), Some(StopReason::MaxElapsedTime));
}

fn status(status: u16) -> http::Response<bytes::Bytes> {
    http::Response::builder()
        .status(status)
        .body(bytes::Bytes::new())
        .unwrap()
}

#[tokio::test]
async fn attempts_are_counted_with_the_first_one() {
    let scene = Scene::new();
    scene
        .fake
        .script([503, 502, 500].map(|status| Reply::status(status)));

    let error = mint(&scene.client(backoff().max_attempts(3)))
        .await
        .unwrap_err();

    assert_eq!(
        error.to_string(),
        "createToken: 500 Internal Server Error (3 attempts)"
    );
    assert_eq!(error.stop_reason(), Some(StopReason::MaxAttempts));
}

#[tokio::test]
async fn connection_errors_and_time_outs_are_retried_only_on_request() {
    use TransportErrorKind::{
        Body, Connect, Interrupted, InvalidRequest, Other, Timeout, TooLarge,
    };
    for (kind, may_pass) in [
        (Connect, true),
        (Timeout, true),
        (Interrupted, true),
        (Body, true),
        (TooLarge, false),
        (InvalidRequest, false),
        (Other, false),
    ] {
        for (asked, attempts, reason) in [
            (
                false,
                1,
                if may_pass {
                    StopReason::ConnectionErrorsOff
                } else {
                    StopReason::NotRetryable
                },
            ),
            (
                true,
                if may_pass { 3 } else { 1 },
                if may_pass {
                    StopReason::MaxAttempts
                } else {
                    StopReason::NotRetryable
                },
            ),
        ] {
            let scene = Scene::new();
            let broken = transport_fn(move |_| async move { Err(TransportError::from(kind)) });
            let retries = backoff().max_attempts(3).retry_connection_errors(asked);
            let glean = scene
                .builder()
                .retries(retries)
                .transport(broken)
                .build()
                .unwrap();

            let error = mint(&glean).await.unwrap_err();

            assert_eq!(
                (error.attempts(), error.stop_reason()),
                (attempts, Some(reason)),
                "{kind:?}"
            );
            assert_eq!(error.is_retryable(), may_pass, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_time_out_counts_for_each_attempt_and_the_deadline_for_all() {
    let scene = Scene::new();
    let silent = || transport_fn(|_| std::future::pending::<Result<_, TransportError>>());
    let retries = backoff()
        .initial_interval(SECOND)
        .exponent(1.0)
        .retry_connection_errors(true);

    let builder = scene
        .builder()
        .retries(retries.clone().max_attempts(3))
        .timeout(5 * SECOND);
    let error = mint(&builder.transport(silent()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "createToken: no reply in time (3 attempts)"
    );
    assert_eq!(
        (error.kind(), error.elapsed()),
        (ErrorKind::Timeout, 17 * SECOND)
    );

    let builder = scene
        .builder()
        .retries(retries)
        .timeout(5 * SECOND)
        .deadline(8 * SECOND);
    let error = mint(&builder.transport(silent()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), error.elapsed()), (2, 8 * SECOND));
    assert_eq!(error.stop_reason(), Some(StopReason::Deadline));
}

#[tokio::test]
async fn a_provider_is_asked_anew_at_each_call_and_once_for_all_its_attempts() {
    let scene = Scene::new();
    let asked = Arc::new(AtomicU32::new(0));
    let counter = Arc::clone(&asked);
    let tokens = ["glean_global", "glean_user_revoked"];
    let provider = credential_fn(move || {
        let token = tokens[counter.fetch_add(1, Ordering::Relaxed) as usize];
        async move { Ok(ApiToken::from(token)) }
    });
    let builder = scene
        .builder()
        .retries(backoff())
        .credential_provider(provider);
    let glean = builder.transport(scene.fake.transport()).build().unwrap();

    scene.fake.script([Reply::status(503), Reply::status(503)]);
    assert_eq!(mint(&glean).await.unwrap(), 3);
    assert_eq!(asked.load(Ordering::Relaxed), 1);

    let error = mint(&glean).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_provider_that_fails_or_hangs_ends_the_call_unsent() {
    let scene = Scene::new();
    let failing = credential_fn(|| async { Err("the vault is sealed".into()) });
    let builder = scene
        .builder()
        .retries(backoff())
        .credential_provider(failing);
    let error = mint(&builder.transport(scene.fake.transport()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "createToken: the credential provider failed"
    );
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Credential, 0));
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "the vault is sealed");

    let hanging = credential_fn(std::future::pending);
    let builder = scene
        .builder()
        .credential_provider(hanging)
        .deadline(3 * SECOND);
    let error = mint(&builder.transport(scene.fake.transport()).build().unwrap())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "createToken: the deadline of 3s passed before the credential was there"
    );
    assert_eq!(
        (error.kind(), error.elapsed()),
        (ErrorKind::Timeout, 3 * SECOND)
    );
    assert_eq!(scene.fake.calls(), 0);
}

#[tokio::test]
async fn the_last_reply_is_given_back_whole_when_retries_run_out() {
    let scene = Scene::new();
    scene.fake.script([
        Reply::status(503).body("first"),
        Reply::status(502)
            .body("last")
            .header("x-request-id", "r-2"),
    ]);

    let error = mint(&scene.client(backoff().max_attempts(2)))
        .await
        .unwrap_err();

    let reply = error.as_glean_error().unwrap();
    assert_eq!(
        (reply.status().as_u16(), &reply.body()[..]),
        (502, &b"last"[..])
    );
    assert_eq!(error.request_id(), Some("r-2"));
}

#[tokio::test]
async fn dropping_the_call_while_it_waits_cancels_it() {
    let clock = ManualClock::new();
    let fake = FakeGlean::builder().clock(clock.clone()).in_process();
    let glean = Glean::builder()
        .server_url(fake.url())
        .api_token("glean_user")
        .clock(clock.clone())
        .sleep(clock.clone())
        .retries(backoff())
        .transport(fake.transport())
        .build()
        .unwrap();
    fake.script([Reply::status(503)]);

    let call = tokio::spawn({
        let glean = glean.clone();
        async move { glean.client().authentication().create_token().await }
    });
    clock.wait_for_sleepers(1).await;
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());

    assert_eq!(clock.pending_sleeps(), 0);
    clock.advance(60 * SECOND);
    assert_eq!(fake.calls(), 1);
    assert_eq!(fake.ledger().len(), 0);
}

/// With tokio's timer at hand there is always something to wait with.
#[cfg(not(feature = "tokio"))]
#[tokio::test]
async fn a_deadline_with_nothing_to_wait_with_is_refused_before_the_provider_is_asked() {
    let fake = FakeGlean::in_process();
    let glean = Glean::builder()
        .server_url(fake.url())
        .credential_provider(credential_fn(std::future::pending))
        .no_timeout()
        .transport(fake.transport())
        .build()
        .unwrap();

    let call = glean.client().authentication().create_token();
    let error = call.deadline(SECOND).await.unwrap_err();

    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::InvalidRequest, 0)
    );
    assert!(
        error.to_string().contains("nothing to wait with"),
        "{error}"
    );
}
