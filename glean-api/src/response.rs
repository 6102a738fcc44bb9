use http::{HeaderMap, StatusCode};

/// What an operation gave, with what came around it.
#[derive(Clone, Debug)]
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
