use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::watch;

use super::{Connection, End};

/// What all connections of a server have seen, in the order of their acceptance.
pub(super) type Connections = watch::Sender<Vec<Connection>>;

/// Writes down what one connection sees.
pub(super) struct Recorder {
    connections: Arc<Connections>,
    index: usize,
}

impl Recorder {
    /// Adds a connection.
    pub(super) fn accepted(connections: &Arc<Connections>) -> Self {
        let mut index = 0;
        connections.send_modify(|all| {
            index = all.len();
            all.push(Connection::default());
        });
        Self {
            connections: Arc::clone(connections),
            index,
        }
    }

    pub(super) fn index(&self) -> usize {
        self.index
    }

    pub(super) fn received(&self, bytes: &[u8]) {
        self.record(|connection| connection.receive(bytes));
    }

    pub(super) fn read(&self, request: Bytes) {
        self.record(|connection| connection.requests.push(request));
    }

    pub(super) fn ended(&self, end: End) {
        self.record(|connection| connection.end = Some(end));
    }

    fn record(&self, change: impl FnOnce(&mut Connection)) {
        self.connections.send_modify(|all| {
            if let Some(connection) = all.get_mut(self.index) {
                change(connection);
            }
        });
    }
}
