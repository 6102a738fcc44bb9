use std::sync::OnceLock;

use crate::wire::tls::Authority;

/// What the suite gives to a factory.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    authority: &'static Authority,
}

impl Setup {
    /// Makes the authority once a process: a key takes a while.
    pub(super) fn new() -> Result<Self, String> {
        static AUTHORITY: OnceLock<Result<Authority, String>> = OnceLock::new();
        let made = AUTHORITY.get_or_init(|| Authority::new().map_err(|error| error.to_string()));
        match made {
            Ok(authority) => Ok(Self { authority }),
            Err(error) => Err(error.clone()),
        }
    }

    /// Gives the certificate that the transport has to trust for the rules about TLS, as PEM.
    #[must_use]
    pub fn root_certificate_pem(&self) -> String {
        self.authority.certificate_pem()
    }

    /// Gives the same certificate as DER.
    #[must_use]
    pub fn root_certificate_der(&self) -> Vec<u8> {
        self.authority.certificate_der().to_vec()
    }

    pub(super) fn authority(&self) -> &'static Authority {
        self.authority
    }
}
