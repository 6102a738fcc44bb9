use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use bytes::Bytes;
use glean_api::token_cache::TokenCache;
use glean_api::transport::Transport;
use glean_api::{Glean, GleanBuilder};
use glean_testkit::{FakeGlean, ManualClock};
use serde_json::Value;
use tower::ServiceExt;
use web_sdk_backend::{Backend, Key, Origin, Sessions, Widget, router};

use crate::log;

pub(crate) const ADA: &str = "ada@example.com";
pub(crate) const GRACE: &str = "grace@example.com";
pub(crate) const CREDENTIAL: &str = "glean_global";
pub(crate) const ORIGIN: &str = "http://127.0.0.1:8080";
pub(crate) const TOKEN: &str = "/api/glean-token";
pub(crate) const SESSION: Duration = Duration::from_secs(60 * 60);

/// The service, with a fake Glean server behind it, and time under the test's hand.
pub(crate) struct Scene {
    pub(crate) fake: FakeGlean,
    /// What sessions go by.
    pub(crate) clock: ManualClock,
    pub(crate) tokens: TokenCache,
    pub(crate) router: Router,
}

/// What was answered.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Scene {
    pub(crate) fn new() -> Self {
        Self::of(FakeGlean::builder().lenient().in_process())
    }

    pub(crate) fn of(fake: FakeGlean) -> Self {
        let transport = fake.transport();
        Self::over(fake, transport)
    }

    /// Lets the service reach the fake through `transport`.
    pub(crate) fn over(fake: FakeGlean, transport: impl Transport) -> Self {
        Self::at(ORIGIN, fake, transport, |client| client)
    }

    pub(crate) fn at(
        origin: &str,
        fake: FakeGlean,
        transport: impl Transport,
        client: impl FnOnce(GleanBuilder) -> GleanBuilder,
    ) -> Self {
        log::listen();
        let glean = Glean::builder()
            .server_url(fake.url())
            .api_token(CREDENTIAL);
        let glean = client(glean)
            .clock(fake.clock().clone())
            .sleep(fake.clock().clone())
            .transport(transport)
            .build()
            .unwrap();
        let clock = ManualClock::new();
        let origin: Origin = origin.parse().unwrap();
        let tokens = web_sdk_backend::tokens(&glean).unwrap();
        let backend = Backend {
            tokens: tokens.clone(),
            sessions: Sessions::new(Key::generate(), SESSION, clock.clone(), &origin),
            origin,
            demo_users: vec![ADA.into(), GRACE.into()],
            widget: Widget::new(fake.url(), "https://app.glean.com".parse().unwrap()).unwrap(),
            sdk: "/nowhere/web-sdk.js".into(),
        };
        Self {
            fake,
            clock,
            tokens,
            router: router(backend),
        }
    }

    pub(crate) async fn send(&self, request: Builder, body: &'static str) -> Reply {
        let request = request.body(Body::from(body)).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: to_bytes(body, usize::MAX).await.unwrap(),
        }
    }

    /// Signs a user in by the page's form, and gives the cookie as the browser sends it back.
    pub(crate) async fn sign_in(&self, form: &'static str) -> String {
        let reply = self.send(sign_in(), form).await;
        assert_eq!(reply.status, 303, "{}", reply.text());
        reply.cookie()
    }

    pub(crate) async fn signed_in_as_ada(&self) -> String {
        self.sign_in("user=ada%40example.com").await
    }

    pub(crate) async fn signed_in_as_grace(&self) -> String {
        self.sign_in("user=grace%40example.com").await
    }

    /// Asks for a token as the page does.
    pub(crate) async fn ask(&self, cookie: &str) -> Reply {
        self.send(ask(cookie), "").await
    }
}

impl Reply {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn token(&self) -> String {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json()["token"].as_str().unwrap().to_owned()
    }

    fn cookie(&self) -> String {
        let (cookie, _) = self.header("set-cookie").split_once(';').unwrap();
        cookie.to_owned()
    }
}

/// A request as a page of this site sends it.
pub(crate) fn post(path: &str) -> Builder {
    Request::post(path)
        .header("origin", ORIGIN)
        .header("sec-fetch-site", "same-origin")
}

pub(crate) fn ask(cookie: &str) -> Builder {
    post(TOKEN).header("cookie", cookie)
}

pub(crate) fn sign_in() -> Builder {
    post("/sign-in").header("content-type", "application/x-www-form-urlencoded")
}
