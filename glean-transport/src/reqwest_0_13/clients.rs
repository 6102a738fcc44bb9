use std::sync::OnceLock;
use std::time::Duration;

use reqwest::{Client, ClientBuilder};

use super::classify;
use super::target::Target;
use crate::TransportError;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The clients behind a transport, built when they are first needed.
#[derive(Debug)]
pub(super) enum Clients {
    Given(Client),
    Own {
        /// For plain HTTP to loopback: without a proxy, and without loading the platform's roots.
        local: OnceLock<Client>,
        /// For everything else.
        full: OnceLock<Client>,
    },
}

impl Default for Clients {
    fn default() -> Self {
        Self::Own {
            local: OnceLock::new(),
            full: OnceLock::new(),
        }
    }
}

impl Clients {
    pub(super) fn given(client: Client) -> Self {
        Self::Given(client)
    }

    /// Says whether the client may follow redirects behind our back.
    pub(super) fn may_redirect(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    pub(super) fn for_target(&self, target: &Target) -> Result<&Client, TransportError> {
        match self {
            Self::Given(client) => Ok(client),
            Self::Own { local, .. } if target.is_local => {
                // Trusting no root at all spares loading them; nothing here speaks TLS.
                get_or_build(local, || base().no_proxy().tls_certs_only([]))
            }
            Self::Own { full, .. } => get_or_build(full, base),
        }
    }
}

fn base() -> ClientBuilder {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
}

fn get_or_build(
    cell: &OnceLock<Client>,
    builder: impl FnOnce() -> ClientBuilder,
) -> Result<&Client, TransportError> {
    if let Some(client) = cell.get() {
        return Ok(client);
    }
    let client = builder().build().map_err(classify::unsent)?;
    Ok(cell.get_or_init(|| client))
}
