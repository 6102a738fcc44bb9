use std::fmt;

use http::{HeaderMap, StatusCode};

/// What an operation gave, with what came around it.
///
/// `Debug` shows the headers' names alone: a server may echo the credential, or set a cookie.
#[derive(Clone)]
#[non_exhaustive]
pub struct ApiResponse<T> {
    /// What the operation gave.
    pub value: T,
    /// The reply's status: 200.
    pub status: StatusCode,
    /// The reply's headers.
    pub headers: HeaderMap,
    /// How many attempts it took.
    pub attempts: u32,
}

impl<T> ApiResponse<T> {
    /// Makes a response of its parts, for whoever stands in for a client in a test.
    #[must_use]
    pub fn new(value: T, status: StatusCode, headers: HeaderMap, attempts: u32) -> Self {
        Self {
            value,
            status,
            headers,
            attempts,
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for ApiResponse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiResponse")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("attempts", &self.attempts)
            .finish()
    }
}
