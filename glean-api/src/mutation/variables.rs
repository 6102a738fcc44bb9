use std::fmt;

use crate::RequestOptions;
use crate::operation::Operation;

/// What one call of a [`Mutation`](super::Mutation) is given: the operation, and the options to call
/// it with.
///
/// An operation without arguments, such as
/// [`CreateToken`](crate::client::authentication::CreateToken), is left out: its options alone are
/// variables too. `Debug` shows the options, redacted, and nothing of the operation.
#[derive(Clone)]
#[non_exhaustive]
pub struct Variables<O> {
    /// The operation, with its arguments if it has any.
    pub operation: O,
    /// What is to be different from the client's defaults.
    pub options: RequestOptions,
}

impl<O> Variables<O> {
    /// Makes variables of their parts.
    #[must_use]
    pub fn new(operation: O, options: RequestOptions) -> Self {
        Self { operation, options }
    }
}

impl<O: Operation + Default> From<RequestOptions> for Variables<O> {
    fn from(options: RequestOptions) -> Self {
        Self::new(O::default(), options)
    }
}

impl<O: Operation> From<(O, RequestOptions)> for Variables<O> {
    fn from((operation, options): (O, RequestOptions)) -> Self {
        Self::new(operation, options)
    }
}

impl<O> fmt::Debug for Variables<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Variables")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
