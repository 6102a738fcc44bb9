use glean_transport::Transport;

/// Makes a client for `https://` and `http://`; it trusts what the platform does.
#[cfg(feature = "cli-tls")]
pub(crate) fn client() -> impl Transport {
    glean_transport::hyper_util_0_1::HyperTransport::new()
}

/// Makes a client for `http://`.
#[cfg(not(feature = "cli-tls"))]
pub(crate) fn client() -> impl Transport {
    use hyper_util::client::legacy::Client;
    use hyper_util::rt::TokioExecutor;

    let client = Client::builder(TokioExecutor::new()).build_http();
    glean_transport::hyper_util_0_1::HyperTransport::from_client(client)
}
