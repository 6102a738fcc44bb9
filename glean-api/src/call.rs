use std::pin::Pin;

use crate::operation::Operation;
use crate::options::option_setters;
use crate::{ApiResponse, Error, GleanCore, RequestOptions, execute};

/// One call of an operation: options to set, then `.await` or [`send`](Self::send).
///
/// Dropping the future cancels the call.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'a, O> {
    core: &'a GleanCore,
    operation: O,
    options: RequestOptions,
}

impl<'a, O: Operation> Call<'a, O> {
    pub(crate) fn new(core: &'a GleanCore, operation: O) -> Self {
        Self {
            core,
            operation,
            options: RequestOptions::new(),
        }
    }

    option_setters!();

    fn options_mut(&mut self) -> &mut RequestOptions {
        &mut self.options
    }

    /// Takes all of the call's options at once, in place of those set so far.
    pub fn options(mut self, options: RequestOptions) -> Self {
        self.options = options;
        self
    }

    /// Sends the call; the same as awaiting it.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`], whose [`kind`](Error::kind) says what failed.
    pub async fn send(mut self) -> Result<O::Output, Error> {
        execute::execute(self.core, &self.operation, &mut self.options).await
    }

    /// Sends the call, and gives the reply's status and headers too.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`], whose [`kind`](Error::kind) says what failed.
    pub async fn send_with_response(mut self) -> Result<ApiResponse<O::Output>, Error> {
        execute::execute_with_response(self.core, &self.operation, &mut self.options).await
    }
}

impl<'a, O: Operation + 'a> IntoFuture for Call<'a, O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
