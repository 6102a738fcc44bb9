//! Fakes that are broken in one thing: the tests would notice if Glean, or the fake, changed so.

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::{FakeGlean, InProcess, ManualClock, RateLimit, RateLimits};
use glean_transport::{Transport, TransportError};
use http::{HeaderValue, Request, Response, StatusCode};
use serde_json::{Value, json};

use crate::checks;
use crate::scene::Scene;

/// What is wrong with a fake.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    ExpiryInMilliseconds,
    ExpiredWhenMinted,
    IgnoresTheActingUser,
    MintsAnEmptyToken,
    CallsJsonText,
    AnswersEverythingWith200,
    LimitsNobody,
    SaysNotWhenToComeBack,
}

#[derive(Debug)]
struct Mutant {
    sound: InProcess,
    wrong: Wrong,
}

#[async_trait]
impl Transport for Mutant {
    async fn send(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        if let Wrong::IgnoresTheActingUser = self.wrong {
            let ada = HeaderValue::from_static("ada@example.com");
            request.headers_mut().insert("x-glean-actas", ada);
        }
        let mut response = self.sound.send(request).await?;
        let status = response.status();
        match self.wrong {
            Wrong::ExpiryInMilliseconds => change(&mut response, "expirationTime", |seconds| {
                json!(seconds.as_i64().unwrap_or_default() * 1_000)
            }),
            Wrong::ExpiredWhenMinted => {
                change(&mut response, "expirationTime", |_| json!(1_577_836_800));
            }
            Wrong::MintsAnEmptyToken => change(&mut response, "token", |_| json!("")),
            Wrong::CallsJsonText => {
                let text = HeaderValue::from_static("text/plain");
                response.headers_mut().insert("content-type", text);
            }
            Wrong::AnswersEverythingWith200 if status != 200 => mint(&mut response),
            Wrong::LimitsNobody if status == 429 => mint(&mut response),
            Wrong::SaysNotWhenToComeBack => {
                response.headers_mut().remove("retry-after");
            }
            _ => {}
        }
        Ok(response)
    }
}

fn change(response: &mut Response<Bytes>, member: &str, change: impl FnOnce(&Value) -> Value) {
    let mut minted: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    minted[member] = change(&minted[member]);
    *response.body_mut() = minted.to_string().into();
}

fn mint(response: &mut Response<Bytes>) {
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert("content-type", json);
    *response.status_mut() = StatusCode::OK;
    *response.body_mut() = r#"{"token":"x","expirationTime":1}"#.into();
}

fn scene(wrong: Wrong) -> Scene {
    scene_of(FakeGlean::builder().lenient().in_process(), wrong)
}

/// A fake that lets each user call once a minute.
fn limited(wrong: Wrong) -> Scene {
    let fake = FakeGlean::builder()
        .clock(ManualClock::new())
        .rate_limits(RateLimits::none().user(RateLimit::per_minute(1)));
    scene_of(fake.in_process(), wrong)
}

fn scene_of(fake: FakeGlean, wrong: Wrong) -> Scene {
    let sound = fake.transport();
    Scene::over(fake, Mutant { sound, wrong })
}

#[tokio::test]
async fn an_expiry_in_milliseconds_is_noticed() {
    let scene = scene(Wrong::ExpiryInMilliseconds);
    checks::a_token_lives_for_hours_in_seconds(&scene)
        .await
        .unwrap_err();
}

#[tokio::test]
async fn a_token_that_is_expired_when_it_is_minted_is_noticed() {
    let scene = scene(Wrong::ExpiredWhenMinted);
    let noticed = checks::a_token_lives_for_hours_in_seconds(&scene).await;
    assert_eq!(noticed.unwrap_err(), "the token lives for None");
}

#[tokio::test]
async fn an_acting_user_that_is_ignored_is_noticed() {
    let scene = scene(Wrong::IgnoresTheActingUser);
    let noticed = checks::each_user_gets_a_token_of_their_own(&scene).await;
    assert_eq!(
        noticed.unwrap_err(),
        "grace@example.com got the token of Some(\"ada@example.com\")"
    );
}

#[tokio::test]
async fn an_empty_token_is_noticed() {
    let scene = scene(Wrong::MintsAnEmptyToken);
    let noticed = checks::each_user_gets_a_token_of_their_own(&scene).await;
    assert_eq!(
        noticed.unwrap_err(),
        "ada@example.com got a 502 Bad Gateway"
    );
}

#[tokio::test]
async fn json_that_is_called_text_is_noticed() {
    let scene = scene(Wrong::CallsJsonText);
    let noticed = checks::each_user_gets_a_token_of_their_own(&scene).await;
    assert_eq!(
        noticed.unwrap_err(),
        "ada@example.com got a 502 Bad Gateway"
    );
}

#[tokio::test]
async fn a_fake_that_says_yes_to_everybody_is_noticed() {
    let scene = scene(Wrong::AnswersEverythingWith200);
    let noticed = checks::an_unknown_user_gets_no_token(&scene).await;
    assert_eq!(noticed.unwrap_err(), "the user got a 200 OK");
}

#[tokio::test]
async fn a_fake_that_limits_nobody_is_noticed() {
    let scene = limited(Wrong::LimitsNobody);
    let noticed = checks::a_limited_user_is_told_when_to_come_back(&scene).await;
    assert_eq!(noticed.unwrap_err(), "the user got a 200 OK");
}

#[tokio::test]
async fn a_limit_that_does_not_say_when_to_come_back_is_noticed() {
    let scene = limited(Wrong::SaysNotWhenToComeBack);
    let noticed = checks::a_limited_user_is_told_when_to_come_back(&scene).await;
    assert_eq!(noticed.unwrap_err(), "ada may come back after None");
}
