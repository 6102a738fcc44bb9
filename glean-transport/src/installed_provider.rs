use std::sync::Arc;

use rustls::crypto::CryptoProvider;

use crate::{TransportError, TransportErrorKind};

/// Gives the rustls provider that the process installed.
///
/// rustls itself panics where there is none, or guesses by its features.
pub(crate) fn get() -> Result<Arc<CryptoProvider>, TransportError> {
    CryptoProvider::get_default().cloned().ok_or_else(|| {
        TransportError::new(
            TransportErrorKind::InvalidRequest,
            "no rustls provider is installed: call `install_default` on one at the program's start",
        )
    })
}
