use std::fmt;

/// How far a [`Mutation`](super::Mutation) has come.
// Not `#[non_exhaustive]`: to match all four is what a view does, and there is no fifth in the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MutationStatus {
    /// There was no call yet, or it was reset or cancelled.
    #[default]
    Idle,
    /// The latest call is under way.
    Pending,
    /// The latest call succeeded.
    Success,
    /// The latest call failed.
    Error,
}

impl MutationStatus {
    /// Gives the status as TanStack Query spells it: `idle`, `pending`, `success`, `error`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Pending => "pending",
            Self::Success => "success",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for MutationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
