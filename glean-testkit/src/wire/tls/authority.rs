use std::fmt;
use std::io;

use bytes::Bytes;
use rcgen::{Certificate, Issuer, KeyPair};

use super::Identity;
use super::certificate::{ELSEWHERE, LOOPBACK, of_authority, of_server};
use super::validity::Validity;

/// A certificate authority made on the spot, with the identities that it has signed.
///
/// All keys are new each time and never leave the process.
pub struct Authority {
    certificate: Certificate,
    trusted: Identity,
    expired: Identity,
    wrong_host: Identity,
}

impl Authority {
    /// Makes an authority and its identities.
    ///
    /// # Errors
    ///
    /// Returns the error of the cryptography, if the system gives it no random numbers, say, or of a
    /// clock that is beyond the calendar.
    pub fn new() -> io::Result<Self> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let params = of_authority(Validity::of_the_authority()?);
        let certificate = params.self_signed(&key).map_err(io::Error::other)?;
        let issuer = Issuer::new(params, key);
        Ok(Self {
            trusted: issue(&issuer, LOOPBACK, Validity::current()?)?,
            expired: issue(&issuer, LOOPBACK, Validity::past()?)?,
            wrong_host: issue(&issuer, ELSEWHERE, Validity::current()?)?,
            certificate,
        })
    }

    /// Writes the authority's own certificate as PEM, for a client to trust.
    #[must_use]
    pub fn certificate_pem(&self) -> String {
        self.certificate.pem()
    }

    /// Gives the authority's own certificate as DER, for a client to trust.
    #[must_use]
    pub fn certificate_der(&self) -> Bytes {
        Bytes::copy_from_slice(self.certificate.der())
    }

    /// Gives an identity in order: for `localhost`, `127.0.0.1` and `::1`, good since an hour ago and
    /// for some weeks.
    #[must_use]
    pub fn trusted(&self) -> Identity {
        self.trusted.clone()
    }

    /// Gives an identity in order but for having expired a day ago.
    #[must_use]
    pub fn expired(&self) -> Identity {
        self.expired.clone()
    }

    /// Gives an identity in order but for being another host's.
    #[must_use]
    pub fn wrong_host(&self) -> Identity {
        self.wrong_host.clone()
    }
}

impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

fn issue(issuer: &Issuer<'_, KeyPair>, hosts: &[&str], validity: Validity) -> io::Result<Identity> {
    let key = KeyPair::generate().map_err(io::Error::other)?;
    let certificate = of_server(hosts, validity)?
        .signed_by(&key, issuer)
        .map_err(io::Error::other)?;
    Identity::new(&certificate, &key)
}
