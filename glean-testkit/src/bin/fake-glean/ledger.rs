use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use glean_testkit::contract::verify::{LedgerReading, LedgerSource};
use glean_transport::Transport;
use glean_transport::time::{TokioSleep, within};
use http::{Request, StatusCode};
use serde::Deserialize;

/// A ledger that a server shows as `fake-glean` does.
pub(crate) struct RemoteLedger {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) url: String,
    pub(crate) timeout: Duration,
}

/// What is read of it; there may be more.
#[derive(Deserialize)]
struct Shown {
    count: usize,
    minted: Vec<Minted>,
}

#[derive(Deserialize)]
struct Minted {
    user: Option<String>,
}

#[async_trait]
impl LedgerSource for RemoteLedger {
    async fn read(&self) -> Option<LedgerReading> {
        let request = Request::get(&self.url).body(Bytes::new()).ok()?;
        let reply = within(
            self.transport.send(request),
            Some((self.timeout, &TokioSleep)),
        );
        let reply = reply.await?.ok()?;
        if reply.status() != StatusCode::OK {
            return None;
        }
        let shown: Shown = serde_json::from_slice(reply.body()).ok()?;
        let users: Vec<_> = shown.minted.into_iter().map(|minted| minted.user).collect();
        Some(LedgerReading::new(shown.count, users))
    }
}
