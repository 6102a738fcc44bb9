use std::time::Duration;

use clap::Parser;
use glean_api::RequestOptions;
use glean_api::models::AuthType;
use glean_api::transport::retry::RetryConfig;

/// Mints a Glean token for one user by createToken, and tells when it expires.
///
/// With nothing set it starts the fake Glean server on a free loopback port and mints there, for
/// ada@example.com. With the environment set it calls that server instead.
#[derive(Debug, Parser)]
#[command(name = "create_token", after_help = ENVIRONMENT)]
pub(crate) struct Arguments {
    /// The user to act for; a global credential needs it, others go without.
    #[arg(long, value_name = "EMAIL")]
    pub(crate) act_as: Option<String>,

    /// Say that the credential is an OAuth access token of an external identity provider.
    #[arg(long)]
    pub(crate) oauth: bool,

    /// Print the JSON that the Web SDK takes, token and all, and nothing else on stdout.
    #[arg(long)]
    pub(crate) json: bool,

    /// Retry failures that may pass, connection errors too, up to N times.
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "3")]
    pub(crate) retries: Option<u32>,

    /// How long each attempt may take, as in 5s or 500ms [default: 30s].
    #[arg(long, value_name = "DURATION", value_parser = humantime::parse_duration)]
    pub(crate) timeout: Option<Duration>,
}

const ENVIRONMENT: &str = "\
Environment:
  GLEAN_API_TOKEN   the credential: a Glean-issued token or an OAuth access token
  GLEAN_INSTANCE    the part before -be.glean.com, as in acme
  GLEAN_SERVER_URL  the server's whole URL; counts before GLEAN_INSTANCE
  X_GLEAN_EXCLUDE_DEPRECATED_AFTER, X_GLEAN_INCLUDE_EXPERIMENTAL
                    passed on as the headers of these names
  GLEAN_DEBUG       1 for a trace of each attempt on stderr, without secrets; the
                    example is then to be run with --features tracing

Exit status: 0 if a token was minted, 1 if not, 2 if the arguments don't fit.

Examples:
  cargo run --example create_token
  GLEAN_INSTANCE=acme GLEAN_API_TOKEN=... cargo run --example create_token -- --act-as ada@example.com
  cargo run --example create_token -- --json --retries 5 --timeout 5s
  GLEAN_DEBUG=1 cargo run --features tracing --example create_token -- --retries";

impl Arguments {
    pub(crate) fn options(&self, act_as: Option<&str>) -> RequestOptions {
        let mut options = RequestOptions::new();
        if let Some(email) = act_as {
            options = options.act_as(email);
        }
        if self.oauth {
            options = options.auth_type(AuthType::OAuth);
        }
        if let Some(timeout) = self.timeout {
            options = options.timeout(timeout);
        }
        if let Some(retries) = self.retries {
            let backoff = RetryConfig::backoff().retry_connection_errors(true);
            options = options.retries(backoff.max_attempts(retries.saturating_add(1)));
        }
        options
    }
}
