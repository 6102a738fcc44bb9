use axum::body::Body;
use bytes::Bytes;
use glean_api::transport::hyper_util_0_1::HyperTransport;
use glean_api::{Glean, GleanBuilder};
use glean_testkit::FakeGlean;
use glean_transport::Transport;
use glean_transport::tower_service_0_3::TowerTransport;
use http::{Request, Response};

/// The service, with a fake Glean server behind it.
pub struct Scene {
    pub fake: FakeGlean,
    service: TowerTransport<axum::Router, Body>,
}

impl Scene {
    /// Lets the service talk to the fake in process.
    pub fn in_process() -> Self {
        let fake = FakeGlean::builder().lenient().in_process();
        let transport = fake.transport();
        Self::over(fake, transport)
    }

    /// Lets it talk to the fake through `transport`.
    pub fn over(fake: FakeGlean, transport: impl Transport) -> Self {
        let sleep = fake.clock().clone();
        let glean = builder(&fake).sleep(sleep).transport(transport).build();
        Self::of(fake, glean.expect("a client for the fake"))
    }

    /// Lets it talk to the fake over a socket, through the HTTP client that it runs with.
    pub fn over_a_socket(
        fake: FakeGlean,
        configure: impl FnOnce(GleanBuilder) -> GleanBuilder,
    ) -> Self {
        let glean = configure(builder(&fake)).transport(HyperTransport::new());
        let glean = glean.build().expect("a client for the fake");
        Self::of(fake, glean)
    }

    fn of(fake: FakeGlean, glean: Glean) -> Self {
        // The router is a service; so the test needs no port for it either.
        let service = TowerTransport::with_body(token_service::router(glean));
        Self { fake, service }
    }

    /// Asks the service for a token, as the browser of `user` does.
    pub async fn ask(&self, user: Option<&str>) -> Response<Bytes> {
        let mut request = Request::post("/glean-token");
        if let Some(user) = user {
            request = request.header("x-user", user);
        }
        let request = request.body(Bytes::new()).expect("a request");
        self.service.send(request).await.expect("a response")
    }
}

fn builder(fake: &FakeGlean) -> GleanBuilder {
    let glean = Glean::builder().server_url(fake.url());
    glean.api_token("glean_global")
}
