//! Rate limits on the manual clock.

use std::time::Duration;

use glean_testkit::{
    CredentialKind, FakeGlean, ManualClock, RateLimit, RateLimits, Reply, RetryAfterForm, Skew,
};

use crate::call::Call;

fn limited(limits: RateLimits) -> FakeGlean {
    FakeGlean::builder()
        .clock(ManualClock::new())
        .rate_limits(limits)
        .in_process()
}

/// Calls until a call is limited.
fn passed(glean: &FakeGlean, call: &Call) -> usize {
    (0..)
        .take_while(|_| call.in_process(glean).status() == 200)
        .count()
}

#[test]
fn a_user_has_thirty_a_second_whoever_calls() {
    let glean = limited(RateLimits::glean());
    assert_eq!(passed(&glean, &Call::for_user("grace@example.com")), 30);
    // Ada calls herself, and is acted for.
    for _ in 0..15 {
        let own = glean.credential(CredentialKind::User);
        assert_eq!(Call::with(own).in_process(&glean).status(), 200);
    }
    assert_eq!(passed(&glean, &Call::for_user("ADA@example.com")), 15);

    glean.clock().advance(Duration::from_millis(100));
    assert_eq!(passed(&glean, &Call::with("glean_user")), 3);
    assert_eq!(passed(&glean, &Call::for_user("grace@example.com")), 3);
    glean.clock().advance(Duration::from_secs(3600));
    assert_eq!(passed(&glean, &Call::with("glean_user")), 30);
}

#[test]
fn a_deployment_has_eight_thousand_a_minute() {
    let glean = limited(RateLimits::glean());
    assert_eq!(passed(&glean, &Call::with("glean_anonymous")), 8000);
    glean.clock().advance(Duration::from_secs(3));
    assert_eq!(passed(&glean, &Call::with("glean_anonymous")), 400);
}

#[test]
fn in_process_there_is_no_address_to_limit() {
    let glean = limited(RateLimits::none().address(RateLimit::per_second(1)));
    for _ in 0..10 {
        assert_eq!(Call::with("glean_user").in_process(&glean).status(), 200);
    }
}

#[test]
fn a_limited_call_is_answered_as_the_contract_says_and_passes_verification() {
    let glean = limited(RateLimits::none().user(RateLimit::per_minute(1)));
    Call::with("glean_user").in_process(&glean);
    let reply = Call::with("glean_user").in_process(&glean);
    assert_eq!(reply.status(), 429);
    assert_eq!(reply.body(), "Too Many Requests");
    assert_eq!(reply.headers()["retry-after"], "60");
    assert_eq!(
        reply.headers()["x-glean-testkit-mismatch"],
        "the user is over the rate limit"
    );
    glean.verify();
}

#[test]
fn it_says_when_to_try_again_in_each_form() {
    for (form, name, value) in [
        (RetryAfterForm::Seconds, "retry-after", Some("2")),
        (
            RetryAfterForm::Date,
            "retry-after",
            Some("Thu, 01 Jan 2026 00:00:02 GMT"),
        ),
        (RetryAfterForm::Milliseconds, "retry-after-ms", Some("1500")),
        (RetryAfterForm::Absent, "retry-after", None),
    ] {
        let limits = RateLimits::none().deployment(RateLimit::per_minute(30));
        let glean = limited(limits.retry_after(form));
        assert_eq!(passed(&glean, &Call::with("glean_user")), 30);
        glean.clock().advance(Duration::from_millis(500));
        let reply = Call::with("glean_user").in_process(&glean);
        let told = reply
            .headers()
            .get(name)
            .map(|value| value.to_str().unwrap());
        assert_eq!(told, value, "{form:?}");
        glean.clock().advance(Duration::from_millis(1500));
        assert_eq!(Call::with("glean_user").in_process(&glean).status(), 200);
    }
}

#[test]
fn a_retry_after_date_goes_with_the_date_of_a_skewed_clock() {
    let limits = RateLimits::none()
        .deployment(RateLimit::per_minute(1))
        .retry_after(RetryAfterForm::Date);
    let glean = limited(limits);
    glean.skew_clock(Skew::Ahead(Duration::from_secs(3600)));
    Call::with("glean_user").in_process(&glean);
    let reply = Call::with("glean_user").in_process(&glean);
    assert_eq!(reply.headers()["date"], "Thu, 01 Jan 2026 01:00:00 GMT");
    assert_eq!(
        reply.headers()["retry-after"],
        "Thu, 01 Jan 2026 01:01:00 GMT"
    );
}

#[test]
fn a_scripted_reply_is_given_whatever_the_limits() {
    let glean = limited(RateLimits::none().deployment(RateLimit::per_minute(1)));
    glean.script([Reply::status(500), Reply::ok(), Reply::ok()]);
    let statuses = [(); 3].map(|()| Call::with("glean_user").in_process(&glean).status());
    assert_eq!(statuses.map(|status| status.as_u16()), [500, 200, 429]);
}

#[test]
fn a_burst_is_what_it_is_set_to() {
    let limits = RateLimits::none().user(RateLimit::per_second(1).burst(5));
    let glean = limited(limits);
    assert_eq!(passed(&glean, &Call::with("glean_user")), 5);
    glean.clock().advance(Duration::from_secs(2));
    assert_eq!(passed(&glean, &Call::with("glean_user")), 2);
}
