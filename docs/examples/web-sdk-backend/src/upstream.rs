use std::time::Duration;

use glean_api::transport::hyper_util_0_1::HyperTransport;
use glean_api::transport::retry::RetryConfig;
use glean_api::{Glean, GleanBuilder};
use glean_testkit::{CredentialKind, FakeGlean};
use tokio::net::TcpListener;
use web_sdk_backend::{Origin, stand_in};

use crate::environment::{Environment, text};

type Error = Box<dyn std::error::Error>;

/// Whose tokens are minted, for whom, and where the SDK presents them.
pub(crate) struct Upstream {
    pub(crate) glean: Glean,
    pub(crate) web_app: Origin,
    pub(crate) demo_users: Vec<String>,
    /// Kept for as long as it is called.
    pub(crate) fake: Option<FakeGlean>,
}

impl Upstream {
    /// Takes the tenant of the environment, or else the fake.
    pub(crate) async fn choose(environment: &Environment, page: &Origin) -> Result<Self, Error> {
        let names = ["GLEAN_API_TOKEN", "GLEAN_INSTANCE", "GLEAN_SERVER_URL"];
        if names.into_iter().all(|name| text(name).is_none()) {
            return Self::fake(page).await;
        }
        if environment.demo_users.is_empty() {
            let why = "DEMO_USERS: on a tenant, give the e-mails that may be signed in as, without a password";
            return Err(why.into());
        }
        Ok(Self {
            glean: client(GleanBuilder::env)?,
            web_app: environment.web_app.clone(),
            demo_users: environment.demo_users.clone(),
            fake: None,
        })
    }

    async fn fake(page: &Origin) -> Result<Self, Error> {
        let fake = FakeGlean::start().await;
        let credential = fake.credential(CredentialKind::Global);
        let glean = client(|builder| builder.server_url(fake.url()).api_token(credential))?;
        // On a port of its own, as the web app has an origin of its own.
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let web_app = format!("http://{}", listener.local_addr()?).parse()?;
        let router = stand_in::router(page)?;
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            glean,
            web_app,
            demo_users: ["ada", "grace"]
                .map(|name| format!("{name}@example.com"))
                .into(),
            fake: Some(fake),
        })
    }

    /// Gives the URL of Glean's server.
    pub(crate) fn url(&self) -> String {
        self.glean.core().server_url().to_string()
    }
}

/// Makes a client that is done, one way or the other, while a browser still waits.
fn client(of: impl FnOnce(GleanBuilder) -> GleanBuilder) -> Result<Glean, glean_api::Error> {
    of(Glean::builder())
        .timeout(Duration::from_secs(5))
        .deadline(Duration::from_secs(10))
        .retries(RetryConfig::backoff().retry_connection_errors(true))
        .transport(HyperTransport::new())
        .build()
}
