//! Backends whose TLS takes the provider that the process installed.

use std::error::Error;

use glean_transport::TransportErrorKind;
use glean_transport::hyper_util_0_1::HyperTransport;
use glean_transport::reqwest_0_13::ReqwestTransport;

#[test]
fn without_an_installed_provider_there_is_an_error_and_with_one_there_is_a_transport() {
    let https = "https://acme-be.glean.com/".parse().unwrap();

    let hyper = HyperTransport::with_installed_provider().unwrap_err();
    let reqwest = ReqwestTransport::with_installed_provider().unwrap_err();
    for error in [hyper, reqwest] {
        assert_eq!(error.kind(), TransportErrorKind::InvalidRequest);
        assert_eq!(
            error.source().unwrap().to_string(),
            "no rustls provider is installed: call `install_default` on one at the program's start"
        );
    }

    rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .unwrap();
    let hyper = HyperTransport::with_installed_provider().unwrap();
    hyper.prepare(&https).unwrap();
    let reqwest = ReqwestTransport::with_installed_provider().unwrap();
    reqwest.prepare(&https).unwrap();
}
