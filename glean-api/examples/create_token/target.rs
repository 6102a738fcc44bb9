use glean_api::{Error, Glean};
use glean_testkit::{CredentialKind, FakeGlean};

use crate::arguments::Arguments;

/// The server that is called, and for whom.
pub(crate) struct Target {
    pub(crate) glean: Glean,
    pub(crate) act_as: Option<String>,
    /// Kept for as long as it is called.
    pub(crate) fake: Option<FakeGlean>,
}

impl Target {
    /// Takes the server of the environment, or else the fake.
    pub(crate) async fn choose(arguments: &Arguments) -> Result<Self, Error> {
        let names = ["GLEAN_API_TOKEN", "GLEAN_INSTANCE", "GLEAN_SERVER_URL"];
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if names.into_iter().any(is_set) {
            let glean = Glean::from_env()?;
            return Ok(Self {
                glean,
                act_as: arguments.act_as.clone(),
                fake: None,
            });
        }
        Self::fake(arguments).await
    }

    async fn fake(arguments: &Arguments) -> Result<Self, Error> {
        let fake = FakeGlean::start().await;
        // An external OAuth token names its user; the global credential has to be told.
        let (kind, act_as) = if arguments.oauth {
            (CredentialKind::ExternalOAuth, arguments.act_as.clone())
        } else {
            let ada = || "ada@example.com".to_owned();
            (
                CredentialKind::Global,
                Some(arguments.act_as.clone().unwrap_or_else(ada)),
            )
        };
        let builder = Glean::builder()
            .server_url(fake.url())
            .api_token(fake.credential(kind))
            .env_from(|name| std::env::var_os(name).filter(|_| name == "GLEAN_DEBUG"));
        Ok(Self {
            glean: builder.build()?,
            act_as,
            fake: Some(fake),
        })
    }
}
