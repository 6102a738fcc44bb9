use std::sync::Arc;

use glean_testkit::conformance::Setup;
use glean_transport::hyper_util_0_1::HyperTransport;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;

/// Gives a client that trusts the suite's root; for all else it is as the transport's own.
pub(crate) fn given(setup: &Setup) -> HyperTransport<HttpsConnector<HttpConnector>> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from(setup.root_certificate_der()))
        .expect("the suite's root is a certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("aws-lc has TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = HttpsConnectorBuilder::new()
        .with_tls_config(tls)
        .https_or_http()
        .enable_http1()
        .build();
    HyperTransport::from_client(Client::builder(TokioExecutor::new()).build(connector))
}
