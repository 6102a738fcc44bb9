use std::error::Error;
use std::fmt;
use std::io;

use redis::RedisError;

use crate::token_cache::store::StoreOperation;

/// Says why Redis did not do what it was asked.
///
/// It holds what kind of failure it was, and nothing that Redis or the network said: that may repeat a
/// password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedisStoreError {
    /// `None` is the making of the connection.
    operation: Option<StoreOperation>,
    why: String,
}

impl RedisStoreError {
    pub(super) fn new(operation: StoreOperation, error: &RedisError) -> Self {
        Self {
            operation: Some(operation),
            why: why(error),
        }
    }

    pub(super) fn connecting(error: &RedisError) -> Self {
        Self {
            operation: None,
            why: why(error),
        }
    }

    /// Tokens are always written; the randomness of the system may be missing.
    pub(super) fn sealing(operation: StoreOperation) -> Self {
        Self {
            operation: Some(operation),
            why: "the system gives no random numbers".to_owned(),
        }
    }

    /// Gives the operation that failed; `None` is the making of the connection.
    #[must_use]
    pub fn operation(&self) -> Option<StoreOperation> {
        self.operation
    }
}

fn why(error: &RedisError) -> String {
    let mut why = error.category().to_owned();
    if let Some(code) = error.code() {
        why = format!("{why}, {code}");
    }
    let io = error
        .source()
        .and_then(|source| source.downcast_ref::<io::Error>());
    match io {
        Some(io) => format!("{why}, {}", io.kind()),
        None => why,
    }
}

impl fmt::Display for RedisStoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(operation) => write!(f, "Redis did not {operation}: {}", self.why),
            None => write!(f, "no connection to Redis can be made: {}", self.why),
        }
    }
}

impl Error for RedisStoreError {}
