use glean_testkit::conformance::Setup;
use glean_transport::reqwest_0_13::ReqwestTransport;
use reqwest::ClientBuilder;

/// Gives a client that trusts the suite's root; for all else it is as the transport's own.
pub(crate) fn given(setup: &Setup) -> ReqwestTransport {
    over(builder(setup).tls_backend_rustls())
}

#[cfg(feature = "reqwest-native-tls")]
pub(crate) fn native_tls(setup: &Setup) -> ReqwestTransport {
    over(builder(setup).tls_backend_native())
}

fn builder(setup: &Setup) -> ClientBuilder {
    let root = reqwest::Certificate::from_pem(setup.root_certificate_pem().as_bytes());
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .tls_certs_only([root.expect("the suite's root is a certificate")])
}

fn over(builder: ClientBuilder) -> ReqwestTransport {
    let client = builder
        .build()
        .expect("a client with one root can be built");
    ReqwestTransport::from_client(client)
}
