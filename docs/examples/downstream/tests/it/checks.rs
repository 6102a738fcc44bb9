//! What the service owes its users, whichever Glean is behind it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use bytes::Bytes;
use glean_api::Glean;
use glean_testkit::FakeGlean;
use glean_transport::Transport;
use glean_transport::tower_service_0_3::TowerTransport;
use http::{Request, Response};
use serde_json::Value;

pub type Check = Result<(), String>;

/// The service, with a fake Glean server behind it.
pub struct Scene {
    pub fake: FakeGlean,
    service: TowerTransport<axum::Router, Body>,
}

impl Scene {
    /// Lets the service talk to the fake in process.
    pub fn in_process() -> Self {
        let fake = FakeGlean::builder().lenient().in_process();
        let transport = fake.transport();
        Self::over(fake, transport)
    }

    /// Lets it talk to the fake through `transport`.
    pub fn over(fake: FakeGlean, transport: impl Transport) -> Self {
        let glean = Glean::builder()
            .server_url(fake.url())
            .api_token("glean_global")
            .sleep(fake.clock().clone())
            .transport(transport)
            .build();
        Self::of(fake, glean.expect("a client for the fake"))
    }

    pub fn of(fake: FakeGlean, glean: Glean) -> Self {
        // The router is a service; so the test needs no port for it either.
        let service = TowerTransport::with_body(token_service::router(glean));
        Self { fake, service }
    }

    /// Asks the service for a token, as the browser of `user` does.
    pub async fn ask(&self, user: Option<&str>) -> Response<Bytes> {
        let mut request = Request::post("/glean-token");
        if let Some(user) = user {
            request = request.header("x-user", user);
        }
        let request = request.body(Bytes::new()).expect("a request");
        self.service.send(request).await.expect("a response")
    }
}

fn ensure(holds: bool, else_say: impl FnOnce() -> String) -> Check {
    if holds { Ok(()) } else { Err(else_say()) }
}

pub async fn each_user_gets_a_token_of_their_own(scene: &Scene) -> Check {
    for user in ["ada@example.com", "grace@example.com"] {
        let response = scene.ask(Some(user)).await;
        ensure(response.status() == 200, || {
            format!("{user} got a {}", response.status())
        })?;
        let minted: Value =
            serde_json::from_slice(response.body()).map_err(|error| error.to_string())?;
        let token = minted["token"].as_str().unwrap_or_default();
        let ledger = scene.fake.ledger();
        let owner = ledger
            .find(token)
            .and_then(|minted| minted.acting_user.clone());
        ensure(owner.as_deref() == Some(user), || {
            format!("{user} got the token of {owner:?}")
        })?;
    }
    Ok(())
}

pub async fn a_token_lives_for_hours_in_seconds(scene: &Scene) -> Check {
    let response = scene.ask(Some("ada@example.com")).await;
    let minted: Value =
        serde_json::from_slice(response.body()).map_err(|error| error.to_string())?;
    let seconds = minted["expirationTime"].as_u64().unwrap_or_default();
    let expires = UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
    let lives = expires.and_then(|expires| expires.duration_since(SystemTime::now()).ok());
    let hours = Duration::from_secs(3600)..Duration::from_secs(24 * 3600);
    ensure(lives.is_some_and(|lives| hours.contains(&lives)), || {
        format!("the token lives for {lives:?}")
    })
}

pub async fn nobody_gets_a_token_without_signing_in(scene: &Scene) -> Check {
    let response = scene.ask(None).await;
    ensure(response.status() == 401, || {
        format!("nobody got a {}", response.status())
    })
}

pub async fn an_unknown_user_gets_no_token(scene: &Scene) -> Check {
    let response = scene.ask(Some("eve@example.com")).await;
    ensure(response.status() == 502, || {
        format!("eve got a {}", response.status())
    })
}
