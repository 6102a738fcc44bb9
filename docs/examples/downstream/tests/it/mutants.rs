//! Fakes that are broken in one thing: the tests would notice if Glean, or the fake, changed so.

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::{FakeGlean, InProcess};
use glean_transport::{Transport, TransportError};
use http::{HeaderValue, Request, Response};
use serde_json::{Value, json};

use crate::checks::{self, Scene};

/// What is wrong with a fake.
#[derive(Clone, Copy, Debug)]
enum Wrong {
    ExpiryInMilliseconds,
    IgnoresTheActingUser,
    AnswersEverythingWith200,
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
        match self.wrong {
            Wrong::ExpiryInMilliseconds => {
                let mut minted: Value = serde_json::from_slice(response.body()).unwrap_or_default();
                let seconds = minted["expirationTime"].as_i64().unwrap_or_default();
                minted["expirationTime"] = json!(seconds * 1_000);
                *response.body_mut() = minted.to_string().into();
            }
            Wrong::AnswersEverythingWith200 if response.status() != 200 => {
                let json = HeaderValue::from_static("application/json");
                response.headers_mut().insert("content-type", json);
                *response.status_mut() = http::StatusCode::OK;
                *response.body_mut() = r#"{"token":"x","expirationTime":1}"#.into();
            }
            _ => {}
        }
        Ok(response)
    }
}

fn scene(wrong: Wrong) -> Scene {
    let fake = FakeGlean::builder().lenient().in_process();
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
async fn an_acting_user_that_is_ignored_is_noticed() {
    let scene = scene(Wrong::IgnoresTheActingUser);
    let noticed = checks::each_user_gets_a_token_of_their_own(&scene).await;
    assert_eq!(
        noticed.unwrap_err(),
        "grace@example.com got the token of Some(\"ada@example.com\")"
    );
}

#[tokio::test]
async fn a_fake_that_says_yes_to_everybody_is_noticed() {
    let scene = scene(Wrong::AnswersEverythingWith200);
    let noticed = checks::an_unknown_user_gets_no_token(&scene).await;
    assert_eq!(noticed.unwrap_err(), "eve got a 200 OK");
}
