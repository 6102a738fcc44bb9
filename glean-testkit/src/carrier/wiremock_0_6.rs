use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::thread;

use tokio::sync::OnceCell;
use wiremock::MockServer;

use crate::{FakeGlean, ModelConfig, rules};

/// Where requests to other paths than createToken's go, once there is such a place.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    own_path: Arc<str>,
    mocks: Arc<OnceLock<SocketAddr>>,
}

impl Route {
    /// Gives the address that a request to `path` goes on to; `None` is the rulebook's own.
    pub(super) fn of(&self, path: &str) -> Option<SocketAddr> {
        let mocks = self.mocks.get()?;
        (path != &*self.own_path).then_some(*mocks)
    }
}

/// A wiremock server that a fake lends, started on first use.
///
/// createToken is not carried by wiremock: it keeps memory for each request that it has matched,
/// and can neither break a connection nor be told who calls.
pub(crate) struct Mocks {
    server: OnceCell<MockServer>,
    route: Route,
}

impl Mocks {
    /// Prepares for mocks beside the operation, without starting a server.
    pub(crate) fn beside(config: &ModelConfig) -> Self {
        Self {
            server: OnceCell::new(),
            route: Route {
                own_path: rules::path(config).into(),
                mocks: Arc::default(),
            },
        }
    }

    pub(crate) fn route(&self) -> Route {
        self.route.clone()
    }

    /// It is not one of wiremock's pool, which would go on listening after the drop.
    async fn server(&self) -> &MockServer {
        let start = || async {
            let server = MockServer::builder().start().await;
            let _ = self.route.mocks.set(*server.address());
            server
        };
        self.server.get_or_init(start).await
    }

    /// Stops the server, and panics if it was to receive something that it has not.
    ///
    /// On a thread of its own: wiremock blocks on a lock of tokio's as it is dropped, which never
    /// comes by in a task that has used up its budget.
    pub(crate) fn stop(&mut self) {
        let Some(server) = self.server.take() else {
            return;
        };
        let stopping = thread::Builder::new()
            .name("fake-glean-stop".into())
            .spawn(move || drop(server));
        // Should there be no thread to be had, the server was dropped here.
        let Ok(stopping) = stopping else { return };
        if let Err(panic) = stopping.join() {
            if !thread::panicking() {
                std::panic::resume_unwind(panic);
            }
        }
    }
}

impl FakeGlean {
    /// Lends a wiremock server that answers all paths but createToken's, at the fake's own address.
    ///
    /// It is started on first use; before that the fake refuses other paths itself. What it answers
    /// stands in its own records, not in this fake's, and its expectations are verified when the fake
    /// is dropped.
    ///
    /// ```
    /// use glean_testkit::FakeGlean;
    /// use wiremock::matchers::path;
    /// use wiremock::{Mock, ResponseTemplate};
    ///
    /// # let rt = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    /// # rt.block_on(async {
    /// let glean = FakeGlean::start().await;
    /// Mock::given(path("/rest/api/v1/search"))
    ///     .respond_with(ResponseTemplate::new(200))
    ///     .mount(glean.mock_server().await)
    ///     .await;
    /// # })
    /// ```
    ///
    /// # Panics
    ///
    /// Panics outside a tokio runtime, or if the system gives no port or no thread.
    #[cfg_attr(docsrs, doc(cfg(feature = "wiremock")))]
    pub async fn mock_server(&self) -> &MockServer {
        self.mocks().server().await
    }
}
