use reqwest::Client;

use super::target::Target;
use crate::TransportError;

/// The clients behind a transport.
#[derive(Debug)]
pub(super) enum Clients {
    Given(Client),
    #[cfg(feature = "__reqwest-tls")]
    Own(super::own::OwnClients),
}

impl Clients {
    /// Says whether the client may follow redirects behind our back.
    pub(super) fn may_redirect(&self) -> bool {
        matches!(self, Self::Given(_))
    }

    #[cfg_attr(
        not(feature = "__reqwest-tls"),
        allow(unused_variables, reason = "a given client goes anywhere")
    )]
    pub(super) fn for_target(&self, target: &Target) -> Result<&Client, TransportError> {
        match self {
            Self::Given(client) => Ok(client),
            #[cfg(feature = "__reqwest-tls")]
            Self::Own(clients) => clients.for_target(target),
        }
    }
}
