use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use super::{MutationStatus, Variables};
use crate::Error;
use crate::operation::Operation;

/// What a [`Mutation`](super::Mutation) shows at one moment.
///
/// Cloning is cheap. `Debug` shows neither the data nor a secret of the variables.
pub struct MutationState<O: Operation> {
    status: MutationStatus,
    variables: Option<Arc<Variables<O>>>,
    data: Option<Arc<O::Output>>,
    error: Option<Arc<Error>>,
    failure_count: u32,
    failure_reason: Option<Arc<Error>>,
    submitted_at: Option<SystemTime>,
}

impl<O: Operation> MutationState<O> {
    /// Gives the status.
    #[must_use]
    pub fn status(&self) -> MutationStatus {
        self.status
    }

    /// Says whether there was no call yet, or it was reset or cancelled.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.status == MutationStatus::Idle
    }

    /// Says whether the latest call is under way.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.status == MutationStatus::Pending
    }

    /// Says whether the latest call succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == MutationStatus::Success
    }

    /// Says whether the latest call failed.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.status == MutationStatus::Error
    }

    /// Gives what the latest call was given; none while idle.
    #[must_use]
    pub fn variables(&self) -> Option<&Arc<Variables<O>>> {
        self.variables.as_ref()
    }

    /// Gives what the latest call gave, if it succeeded.
    #[must_use]
    pub fn data(&self) -> Option<&Arc<O::Output>> {
        self.data.as_ref()
    }

    /// Gives why the latest call failed, if it did.
    #[must_use]
    pub fn error(&self) -> Option<&Arc<Error>> {
        self.error.as_ref()
    }

    /// Counts the failed attempts of the latest call so far, while it is retried too; 0 after a
    /// success.
    ///
    /// A call that was refused before anything was sent counts as one failure.
    #[must_use]
    pub fn failure_count(&self) -> u32 {
        self.failure_count
    }

    /// Gives why the last attempt failed, while the call is retried too; none after a success.
    #[must_use]
    pub fn failure_reason(&self) -> Option<&Arc<Error>> {
        self.failure_reason.as_ref()
    }

    /// Gives when the latest call was begun, by the client's clock; none while idle.
    #[must_use]
    pub fn submitted_at(&self) -> Option<SystemTime> {
        self.submitted_at
    }

    pub(super) fn idle() -> Self {
        Self {
            status: MutationStatus::Idle,
            variables: None,
            data: None,
            error: None,
            failure_count: 0,
            failure_reason: None,
            submitted_at: None,
        }
    }

    pub(super) fn pending(variables: Arc<Variables<O>>, submitted_at: SystemTime) -> Self {
        Self {
            status: MutationStatus::Pending,
            variables: Some(variables),
            submitted_at: Some(submitted_at),
            ..Self::idle()
        }
    }

    /// The state of the same call, after one more attempt has failed and is to be repeated.
    pub(super) fn failed(&self, count: u32, reason: Option<Arc<Error>>) -> Self {
        Self {
            failure_count: count,
            failure_reason: reason,
            ..self.clone()
        }
    }

    pub(super) fn success(&self, data: Arc<O::Output>) -> Self {
        Self {
            status: MutationStatus::Success,
            data: Some(data),
            failure_count: 0,
            failure_reason: None,
            ..self.clone()
        }
    }

    pub(super) fn error_of(&self, error: Arc<Error>) -> Self {
        Self {
            status: MutationStatus::Error,
            failure_count: self.failure_count.saturating_add(1),
            failure_reason: Some(Arc::clone(&error)),
            error: Some(error),
            ..self.clone()
        }
    }
}

impl<O: Operation> Clone for MutationState<O> {
    fn clone(&self) -> Self {
        Self {
            status: self.status,
            variables: self.variables.clone(),
            data: self.data.clone(),
            error: self.error.clone(),
            failure_count: self.failure_count,
            failure_reason: self.failure_reason.clone(),
            submitted_at: self.submitted_at,
        }
    }
}

impl<O: Operation> Default for MutationState<O> {
    /// Makes the state before any call.
    fn default() -> Self {
        Self::idle()
    }
}

impl<O: Operation> fmt::Debug for MutationState<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MutationState")
            .field("status", &self.status)
            .field("variables", &self.variables)
            .field("error", &self.error)
            .field("failure_count", &self.failure_count)
            .field("failure_reason", &self.failure_reason)
            .field("submitted_at", &self.submitted_at)
            .finish_non_exhaustive()
    }
}
