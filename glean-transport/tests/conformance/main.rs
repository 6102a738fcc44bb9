//! The contract of the seam, rule by rule, over every backend.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod hyper;
mod reqwest;

use glean_testkit::conformance::{Capability, Factory, Setup};
use glean_transport::decorate::Hooks;
use glean_transport::hyper_util_0_1::HyperTransport;
use glean_transport::reqwest_0_13::ReqwestTransport;
use glean_transport::tower_service_0_3::{TowerTransport, TransportService};
use glean_transport::{Transport, TransportExt};
use http::HeaderMap;
use tower::ServiceBuilder;

glean_testkit::conformance! {
    hyper => own(|_| HyperTransport::new()),
    hyper_given => Factory::new(hyper::given),
    reqwest => with_accept(own(|_| ReqwestTransport::new())),
    reqwest_given => with_accept(Factory::new(reqwest::given)),
    #[cfg(feature = "reqwest-native-tls")]
    reqwest_own_native_tls => with_accept(own(|_| ReqwestTransport::with_native_tls())),
    #[cfg(feature = "reqwest-native-tls")]
    reqwest_native_tls => with_accept(Factory::new(reqwest::native_tls)).cannot(
        Capability::TlsTruncation,
        "native-tls takes a connection that ends for the end of TLS",
    ),
    // Outside of what a call does, decorators that do nothing change nothing.
    decorated => Factory::new(|setup| decorated(hyper::given(setup))),
    // Out through a stack of layers, and back in.
    tower => Factory::new(|setup| TowerTransport::new(
        ServiceBuilder::new()
            .concurrency_limit(64)
            .service(TransportService::new(hyper::given(setup))),
    )),
}

#[derive(Debug)]
struct NoHooks;

impl Hooks for NoHooks {}

fn decorated(transport: impl Transport) -> impl Transport {
    let transport = transport
        .with_default_headers(HeaderMap::new())
        .with_hooks(NoHooks);
    #[cfg(feature = "tracing")]
    let transport = transport.with_tracing();
    transport
}

fn with_accept(factory: Factory) -> Factory {
    factory.cannot(
        Capability::BareRequests,
        "reqwest adds `Accept: */*` where there is none",
    )
}

fn own<T: Transport>(make: impl Fn(&Setup) -> T + Send + Sync + 'static) -> Factory {
    Factory::new(make).cannot(
        Capability::TlsRoot,
        "its roots are the platform's; the client that is given trusts the suite's",
    )
}
