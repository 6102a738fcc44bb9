use reqwest::ClientBuilder;

/// The library that does TLS; named each time, so that no feature changes what another one chose.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tls {
    #[cfg(feature = "reqwest")]
    Rustls,
    #[cfg(feature = "reqwest-rustls-no-provider")]
    Installed,
    #[cfg(feature = "reqwest-native-tls")]
    Native,
}

impl Tls {
    pub(super) fn set(self, builder: ClientBuilder) -> ClientBuilder {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Rustls => builder.tls_backend_rustls(),
            // It panics without a provider, which an installed one can't become: none is uninstalled.
            #[cfg(feature = "reqwest-rustls-no-provider")]
            Self::Installed => builder.tls_backend_rustls(),
            #[cfg(feature = "reqwest-native-tls")]
            Self::Native => builder.tls_backend_native(),
        }
    }
}
