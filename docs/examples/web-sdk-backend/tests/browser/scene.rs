use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::Router;
use glean_api::Glean;
use glean_api::token_cache::TokenCache;
use glean_api::transport::hyper_util_0_1::HyperTransport;
use glean_testkit::{FakeGlean, ManualClock};
use tokio::net::TcpListener;
use web_sdk_backend::{Backend, Key, Origin, Sessions, Widget, router, stand_in};

pub(crate) const SESSION: Duration = Duration::from_secs(60 * 60);

/// Where npm puts the SDK.
fn sdk() -> PathBuf {
    let installed = "node_modules/@gleanwork/web-sdk/dist/index.min.js";
    Path::new(env!("CARGO_MANIFEST_DIR")).join(installed)
}

/// Says that the SDK is missing.
pub(crate) fn lack() -> Option<String> {
    let how = "npm install --prefix docs/examples/web-sdk-backend";
    (!sdk().exists()).then(|| format!("the Web SDK is not installed: {how}"))
}

/// The service as it runs on the fake, all on loopback.
pub(crate) struct Scene {
    pub(crate) fake: FakeGlean,
    /// What sessions go by.
    pub(crate) clock: ManualClock,
    pub(crate) tokens: TokenCache,
    pub(crate) url: String,
}

impl Scene {
    pub(crate) async fn start() -> Self {
        Self::with(sdk()).await
    }

    pub(crate) async fn without_sdk() -> Self {
        Self::with("/nowhere/web-sdk.js".into()).await
    }

    async fn with(sdk: PathBuf) -> Self {
        let fake = FakeGlean::start().await;
        let glean = Glean::builder()
            .server_url(fake.url())
            .api_token("glean_global")
            .clock(fake.clock().clone())
            .transport(HyperTransport::new())
            .build()
            .unwrap();
        let tokens = web_sdk_backend::tokens(&glean).unwrap();
        let clock = ManualClock::new();
        let (page, origin) = listen().await;
        let (frame, web_app) = listen().await;
        let backend = Backend {
            tokens: tokens.clone(),
            sessions: Sessions::new(Key::generate(), SESSION, clock.clone(), &origin),
            origin: origin.clone(),
            demo_users: vec!["ada@example.com".into(), "grace@example.com".into()],
            widget: Widget::new(fake.url(), web_app).unwrap().stand_in(),
            sdk,
        };
        serve(page, router(backend));
        serve(frame, stand_in::router(&origin).unwrap());
        Self {
            fake,
            clock,
            tokens,
            url: origin.to_string(),
        }
    }

    /// Gives whom the fake minted a token for.
    pub(crate) fn owner(&self, token: &str) -> Option<String> {
        let ledger = self.fake.ledger();
        ledger.find(token)?.acting_user.clone()
    }
}

async fn listen() -> (TcpListener, Origin) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, format!("http://{address}").parse().unwrap())
}

fn serve(listener: TcpListener, router: Router) {
    tokio::spawn(async move { axum::serve(listener, router).await });
}
