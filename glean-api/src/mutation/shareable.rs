use crate::operation::Operation;

/// An operation whose output may be shared, so that a [`Mutation`](super::Mutation) can show it to many.
///
/// Each such operation is one; there is nothing to implement.
pub trait Shareable: Operation<Output: Send + Sync + 'static> + 'static {}

impl<O: Operation<Output: Send + Sync + 'static> + 'static> Shareable for O {}
