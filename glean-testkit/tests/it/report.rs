//! What the report of a failed verification tells.

use std::thread;
use std::time::Duration;

use glean_testkit::{
    Chaos, Credential, FakeGlean, Fault, GleanModel, ManualClock, ModelConfig, Phase, Reply,
};

use crate::call::{Call, send};
use crate::snapshot::assert_report;

fn fake() -> FakeGlean {
    FakeGlean::builder().clock(ManualClock::new()).in_process()
}

fn report(glean: &FakeGlean) -> String {
    glean.check().unwrap_err().to_string()
}

/// What is told of one request, without its first line.
fn told_of(call: &Call) -> String {
    let glean = FakeGlean::in_process();
    call.in_process(&glean);
    glean.script([Reply::ok()]);
    let report = report(&glean);
    let lines = report.lines();
    let of_the_request = lines.filter(|line| line.starts_with("      "));
    of_the_request
        .map(str::trim_start)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_refusal_is_told_by_its_case_and_by_the_nearest_one_that_mints() {
    for (call, refused_by, nearest, differences) in [
        (
            Call::with("glean_user").method("PUT"),
            "another-method",
            "user-credential",
            &["method: expected `POST`, found `PUT`"][..],
        ),
        (
            Call::for_user("ada@example.com").path("/rest/api/v2/createauthtoken?a=b"),
            "another-path",
            "global-for-a-user",
            &[
                "path: expected `/rest/api/v1/createauthtoken`, found `/rest/api/v2/createauthtoken`",
            ],
        ),
        (
            Call::with("glean_user").body("{}"),
            "a-body",
            "user-credential",
            &["body: expected no body, found 2 bytes"],
        ),
        (
            Call::with("oauth_glean").header("accept", "text/html"),
            "accept-html-alone",
            "glean-oauth",
            &["accept: expected what admits `application/json`, or nothing, found `text/html`"],
        ),
        (
            Call::with("glean_user")
                .header("x-glean-exclude-deprecated-after", "15.10.2026")
                .header("x-glean-include-experimental", "perhaps"),
            "exclude-deprecated-by-no-date",
            "user-credential",
            &[
                "x-glean-exclude-deprecated-after: expected a date of the form YYYY-MM-DD, or \
                 nothing, found `15.10.2026`",
                "x-glean-include-experimental: expected `true`, `false` or nothing, found `perhaps`",
            ],
        ),
        (
            Call::with("oauth_idp").header("x-glean-auth-type", "SAML"),
            "auth-type-of-another-value",
            "external-oauth",
            &["x-glean-auth-type: expected `OAUTH`, found `SAML`"],
        ),
        (
            Call::with("glean_global"),
            "global-without-user",
            "global-for-a-user",
            &["x-glean-actas: expected a user whom this fake knows, found nothing"],
        ),
        (
            Call::for_user("eve@example.com"),
            "global-for-an-unknown-user",
            "global-for-a-user",
            &["x-glean-actas: expected a user whom this fake knows, found `eve@example.com`"],
        ),
        (
            Call::with("glean_anonymous").header("x-glean-actas", "ada@example.com"),
            "anonymous-with-a-user",
            "anonymous-credential",
            &["x-glean-actas: expected nothing, found `ada@example.com`"],
        ),
        (
            Call::with("oauth_idp"),
            "external-oauth-without-its-header",
            "external-oauth",
            &["x-glean-auth-type: expected `OAUTH`, found nothing"],
        ),
        (
            Call::with("oauth_glean_revoked"),
            "glean-oauth-revoked",
            "glean-oauth",
            &[
                "authorization: expected `Bearer` and a credential that is Glean OAuth and valid, \
                 found a credential that is Glean OAuth and revoked (#a82c11ca)",
            ],
        ),
        (
            Call::for_user("ada@example.com")
                .without("authorization")
                .header("authorization", "Bearer unheard_of"),
            "unknown-credential",
            "global-for-a-user",
            &[
                "authorization: expected `Bearer` and a credential that is global and valid, found \
                 a credential that nobody knows (#fe4d0aac)",
            ],
        ),
        (
            Call::new(),
            "no-credential",
            "user-credential",
            &[
                "authorization: expected `Bearer` and a credential that is user-scoped and valid, \
                 found nothing",
            ],
        ),
        (
            Call::new().header("authorization", "Basic glean_user"),
            "another-scheme",
            "user-credential",
            &[
                "authorization: expected `Bearer` and a credential that is user-scoped and valid, \
                 found what is not of this form",
            ],
        ),
    ] {
        let told = told_of(&call);
        let mut lines = told.lines();
        let mut starts_with = |start: String| {
            let line = lines.next().unwrap_or_default();
            assert!(line.starts_with(&start), "{start}\n{told}");
        };
        starts_with(format!("refused by {refused_by}: "));
        starts_with(format!("nearest to {nearest}: "));
        assert_eq!(lines.collect::<Vec<_>>(), differences, "{told}");
    }
}

#[test]
fn a_request_without_a_length_is_told_so() {
    let mut model = GleanModel::new(ModelConfig::default());
    model.handle(&Call::with("glean_user").without("content-length").request());
    let report = model.check().unwrap_err().to_string();
    let told = "\n      refused by no-length: ";
    assert!(report.contains(told), "{report}");
    let told = "\n        content-length: expected the body's length, `0`, found nothing\n";
    assert!(report.contains(told), "{report}");
}

#[test]
fn a_refusal_without_a_case_is_told_by_the_nearest_one_that_mints() {
    let told = told_of(
        &Call::with("glean_user")
            .header("x-glean-include-experimental", "true")
            .header("x-glean-include-experimental", "false"),
    );
    let mut lines = told.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("nearest to user-credential: "),
        "{told}"
    );
    let difference = "x-glean-include-experimental: expected `true`, `false` or nothing, found `true` and `false`";
    assert_eq!(lines.collect::<Vec<_>>(), [difference]);
}

#[test]
fn what_is_refused_below_a_path_is_compared_below_it() {
    let glean = FakeGlean::builder().path_prefix("/glean").in_process();
    Call::with("glean_user").in_process(&glean);
    let report = report(&glean);
    assert!(
        report.contains("\n      refused by another-path: "),
        "{report}"
    );
    let difference = "\n        path: expected `/glean/rest/api/v1/createauthtoken`, found \
                      `/rest/api/v1/createauthtoken`\n";
    assert!(report.contains(difference), "{report}");
}

#[test]
fn credentials_and_users_are_those_of_the_fake() {
    let config = ModelConfig::empty()
        .user("lin@example.com")
        .credential(Credential::global("the-only-one"));
    let glean = FakeGlean::builder().config(config).in_process();
    Call::for_user("lin@example.com").in_process(&glean);
    Call::new()
        .header("authorization", "Bearer the-only-one")
        .header("x-glean-actas", "ada@example.com")
        .in_process(&glean);
    glean.script([Reply::ok()]);
    let report = report(&glean);
    assert!(
        report.contains("found a credential that nobody knows (#"),
        "{report}"
    );
    let difference = "x-glean-actas: expected a user whom this fake knows, found `ada@example.com`";
    assert!(report.contains(difference), "{report}");
}

#[test]
fn a_token_whose_reply_was_lost_shows_as_two() {
    let clock = ManualClock::new();
    let glean = FakeGlean::builder()
        .seed(7)
        .clock(clock.clone())
        .in_process();
    glean.script([
        Fault::reset(Phase::BeforeRead),
        Fault::reset(Phase::AfterRead),
        Fault::reset(Phase::AfterMint),
        Reply::ok(),
        Reply::status(503).struck_by(Fault::truncate(0)),
        Reply::status(429),
    ]);
    let call = Call::for_user("ada@example.com").request();
    for _ in 0..3 {
        send(&glean, call.clone()).unwrap_err();
        clock.advance(Duration::from_millis(500));
    }
    send(&glean, call.clone()).unwrap();
    send(&glean, call).unwrap_err();
    Call::with("glean_anonymous").in_process(&glean);
    glean.script([Reply::ok()]);

    assert_report!(report(&glean), @r"
    the fake Glean server did not see what the contract wants:
      - the script has 1 step left that no call took: ok
    requests received: 5
         0 ms  no request yet: reset before the request is read
       500 ms  request 1: POST /rest/api/v1/createauthtoken → no reply: reset after the request is read
      1000 ms  request 2: POST /rest/api/v1/createauthtoken → 200, a token for ada@example.com, not delivered: reset after minting
      1500 ms  request 3: POST /rest/api/v1/createauthtoken → 200, a token for ada@example.com, delivered
      1500 ms  request 4: POST /rest/api/v1/createauthtoken → 503, by the script, not delivered: truncate after 0 bytes
      1500 ms  request 5: POST /rest/api/v1/createauthtoken → 429, by the script, delivered
    tokens minted: 2
      for ada@example.com: 2, of which 1 was not delivered (request 2)
    seed: 7
    made at [line]
    verified at [line]
    this fake is unverified: no run against a tenant is recorded
    ");
}

#[test]
fn a_reply_that_took_its_time_says_how_long() {
    let clock = ManualClock::auto_advancing();
    let glean = FakeGlean::builder().clock(clock).in_process();
    glean.script([
        Reply::ok().delay(Duration::from_secs(2)),
        Fault::drip(Duration::from_millis(10)),
        Reply::status(503).body("later"),
    ]);
    Call::with("glean_user").in_process(&glean);
    Call::with("glean_status_418").in_process(&glean);
    let report = report(&glean);
    let timeline = "\
requests received: 2
     0 ms  request 1: POST /rest/api/v1/createauthtoken → 200, a token for ada@example.com, \
delivered after 2000 ms
  2000 ms  request 2: POST /rest/api/v1/createauthtoken → 418, as its credential asks, delivered \
after 110 ms: drip every 10ms
tokens minted: 1
";
    assert!(report.contains(timeline), "{report}");
}

#[test]
fn chaos_is_told_with_its_seed() {
    let chaos = Chaos::new(1.0).seed(3).among([Reply::status(502)]);
    let glean = FakeGlean::builder().seed(4).chaos(chaos).in_process();
    Call::with("glean_user").in_process(&glean);
    glean.script([Reply::ok()]);
    let report = report(&glean);
    assert!(report.contains(" → 502, by chaos, delivered\n"), "{report}");
    assert!(report.contains("\nseed: 4, and of chaos 3\n"), "{report}");
}

#[test]
fn requests_that_are_alike_are_told_once() {
    let glean = fake();
    for number in 0..27 {
        let path = if number % 9 == 0 { "/b" } else { "/a" };
        Call::with("glean_user").path(path).in_process(&glean);
    }
    assert_report!(report(&glean), @r"
    the fake Glean server did not see what the contract wants:
      - requests 1, 10 and 19: POST /b was answered 404: the path is not that of createToken, /rest/api/v1/createauthtoken
          refused by another-path: Another path is not this operation (assumed: the status is assumed)
          nearest to user-credential: A user-scoped credential mints for its one user (docs: developer documentation, Client API authentication)
            path: expected `/rest/api/v1/createauthtoken`, found `/b`
      - requests 2, 3, 4, 5, 6 and 19 more: POST /a was answered 404: the path is not that of createToken, /rest/api/v1/createauthtoken
          refused by another-path: Another path is not this operation (assumed: the status is assumed)
          nearest to user-credential: A user-scoped credential mints for its one user (docs: developer documentation, Client API authentication)
            path: expected `/rest/api/v1/createauthtoken`, found `/a`
    requests received: 27
      0 ms  request 1: POST /b → 404, no createToken call, delivered
      0 ms  request 2: POST /a → 404, no createToken call, delivered
      0 ms  request 3: POST /a → 404, no createToken call, delivered
      0 ms  request 4: POST /a → 404, no createToken call, delivered
      0 ms  request 5: POST /a → 404, no createToken call, delivered
      0 ms  request 6: POST /a → 404, no createToken call, delivered
      0 ms  request 7: POST /a → 404, no createToken call, delivered
      0 ms  request 8: POST /a → 404, no createToken call, delivered
      0 ms  request 9: POST /a → 404, no createToken call, delivered
      0 ms  request 10: POST /b → 404, no createToken call, delivered
      … 7 between them
      0 ms  request 18: POST /a → 404, no createToken call, delivered
      0 ms  request 19: POST /b → 404, no createToken call, delivered
      0 ms  request 20: POST /a → 404, no createToken call, delivered
      0 ms  request 21: POST /a → 404, no createToken call, delivered
      0 ms  request 22: POST /a → 404, no createToken call, delivered
      0 ms  request 23: POST /a → 404, no createToken call, delivered
      0 ms  request 24: POST /a → 404, no createToken call, delivered
      0 ms  request 25: POST /a → 404, no createToken call, delivered
      0 ms  request 26: POST /a → 404, no createToken call, delivered
      0 ms  request 27: POST /a → 404, no createToken call, delivered
    tokens minted: 0
    seed: 0
    made at [line]
    verified at [line]
    this fake is unverified: no run against a tenant is recorded
    ");
}

#[test]
fn of_requests_that_all_differ_the_first_are_told() {
    let glean = fake();
    for number in 0..25 {
        Call::with("glean_user")
            .path(&format!("/{number}"))
            .in_process(&glean);
    }
    let report = report(&glean);
    assert_eq!(
        report.matches(" was answered 404: ").count(),
        20,
        "{report}"
    );
    assert!(
        report.contains("\n  … and 5 more\nrequests received: 25\n"),
        "{report}"
    );
    assert!(report.contains("\n  … 5 between them\n"), "{report}");
}

#[test]
fn a_rate_limit_is_told_without_a_case() {
    use glean_testkit::{RateLimit, RateLimits};
    let limits = RateLimits::none().user(RateLimit::per_minute(1));
    let glean = FakeGlean::builder()
        .clock(ManualClock::new())
        .rate_limits(limits)
        .in_process();
    Call::with("glean_user").in_process(&glean);
    Call::with("glean_user").in_process(&glean);
    glean.script([Reply::ok()]);
    let report = report(&glean);
    assert!(report.contains(" was answered 429: "), "{report}");
    assert!(!report.contains("nearest to"), "{report}");
}

#[test]
fn it_says_where_the_fake_was_made_and_verified() {
    let (glean, made) = (FakeGlean::in_process(), line!());
    glean.script([Reply::ok()]);
    let (error, checked) = (glean.check().unwrap_err(), line!());
    let report = error.to_string();
    let file = file!();
    let told = format!("\nmade at {file}:{made}:");
    assert!(report.contains(&told), "{report}");
    let told = format!("\nverified at {file}:{checked}:");
    assert!(report.contains(&told), "{report}");

    let (mut model, made) = (GleanModel::new(ModelConfig::default()), line!());
    model.script([Reply::ok()]);
    let report = model.check().unwrap_err().to_string();
    assert!(
        report.contains(&format!("\nmade at {file}:{made}:")),
        "{report}"
    );
}

#[cfg(feature = "server")]
#[tokio::test]
async fn it_says_so_of_a_fake_on_a_socket_too() {
    let blocking = (FakeGlean::blocking(), line!());
    let started = (FakeGlean::start().await, line!());
    let built = (FakeGlean::builder().try_start().await.unwrap(), line!());
    for (glean, made) in [blocking, started, built] {
        glean.script([Reply::ok()]);
        let report = report(&glean);
        let told = format!("\nmade at {}:{made}:", file!());
        assert!(report.contains(&told), "{report}");
    }
}

/// Reports from a thread of this name.
fn report_from(thread: &str, glean: FakeGlean) -> String {
    let named = thread::Builder::new().name(thread.to_owned());
    let reporting = named.spawn(move || {
        glean.script([Reply::ok()]);
        report(&glean)
    });
    reporting.unwrap().join().unwrap()
}

#[test]
fn it_says_how_to_run_the_test_again() {
    let made_elsewhere = thread::spawn(FakeGlean::in_process).join().unwrap();
    let report = report_from("sign_in::a_token_is_minted", made_elsewhere);
    let rerun = report
        .lines()
        .find(|line| line.starts_with("rerun: "))
        .unwrap();
    assert!(rerun.starts_with("rerun: cargo test "), "{report}");
    assert!(
        rerun.ends_with(" sign_in::a_token_is_minted -- --exact"),
        "{report}"
    );
}

#[test]
fn it_falls_back_on_the_test_that_made_the_fake() {
    let named = thread::Builder::new().name("sign_in::a_token_is_minted".to_owned());
    let made_there = named.spawn(FakeGlean::in_process).unwrap().join().unwrap();
    let report = report_from("tokio-runtime-worker", made_there);
    assert!(
        report.contains(" sign_in::a_token_is_minted -- --exact\n"),
        "{report}"
    );
}

#[test]
fn without_a_test_it_says_nothing_of_that() {
    let made_elsewhere = thread::spawn(FakeGlean::in_process).join().unwrap();
    let report = report_from("tokio-runtime-worker", made_elsewhere);
    assert!(!report.contains("rerun"), "{report}");
}
