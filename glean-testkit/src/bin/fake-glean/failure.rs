use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use crate::output;

/// Why a command can't be carried out as given.
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Says which file it is about.
    pub(crate) fn of(file: &Path, error: impl fmt::Display) -> Self {
        Self(format!("{}: {error}", file.display()))
    }

    /// Tells the user, and gives the exit status.
    pub(crate) fn report(&self) -> ExitCode {
        output::note(&format!("error: {}", self.0));
        ExitCode::from(2)
    }
}
