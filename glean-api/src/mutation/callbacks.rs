use std::sync::Arc;

use super::Variables;
use crate::Error;
use crate::operation::Operation;

type Mutate<O> = dyn Fn(&Variables<O>) + Send + Sync;
type Success<O> = dyn Fn(&Arc<<O as Operation>::Output>, &Variables<O>) + Send + Sync;
type Failure<O> = dyn Fn(&Arc<Error>, &Variables<O>) + Send + Sync;
type Settled<O> =
    dyn Fn(Result<&Arc<<O as Operation>::Output>, &Arc<Error>>, &Variables<O>) + Send + Sync;

/// What runs at each call, be it the latest or not.
pub(super) struct Callbacks<O: Operation> {
    pub(super) on_mutate: Option<Box<Mutate<O>>>,
    pub(super) on_success: Option<Box<Success<O>>>,
    pub(super) on_error: Option<Box<Failure<O>>>,
    pub(super) on_settled: Option<Box<Settled<O>>>,
}

impl<O: Operation> Callbacks<O> {
    pub(super) fn none() -> Self {
        Self {
            on_mutate: None,
            on_success: None,
            on_error: None,
            on_settled: None,
        }
    }

    pub(super) fn begun(&self, variables: &Variables<O>) {
        if let Some(on_mutate) = &self.on_mutate {
            on_mutate(variables);
        }
    }

    pub(super) fn ended(
        &self,
        result: Result<&Arc<O::Output>, &Arc<Error>>,
        variables: &Variables<O>,
    ) {
        match (result, &self.on_success, &self.on_error) {
            (Ok(data), Some(on_success), _) => on_success(data, variables),
            (Err(error), _, Some(on_error)) => on_error(error, variables),
            _ => {}
        }
        if let Some(on_settled) = &self.on_settled {
            on_settled(result, variables);
        }
    }
}
