use std::fmt;
use std::panic::Location;
use std::thread;

/// Who does something to a fake: the line of code, and the test if it can be told.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    location: &'static Location<'static>,
    thread: Option<String>,
}

impl Caller {
    #[track_caller]
    pub(crate) fn here() -> Self {
        Self::at(Location::caller())
    }

    /// Makes a caller on this thread, at a line that is known already.
    pub(crate) fn at(location: &'static Location<'static>) -> Self {
        let thread = thread::current().name().map(str::to_owned);
        Self { location, thread }
    }

    /// Gives the path of the test, which libtest names its threads by; `None` on another thread.
    pub(crate) fn test(&self) -> Option<&str> {
        self.thread.as_deref().filter(|name| is_a_test(name))
    }
}

/// Writes file, line and column, as a panic does.
impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.location.fmt(f)
    }
}

/// Tells a path of Rust's, such as `sign_in::a_token_is_minted`, from the other names that threads have.
pub(crate) fn is_a_test(name: &str) -> bool {
    let is_identifier = |part: &str| {
        !part.starts_with(|first: char| first.is_ascii_digit())
            && !part.is_empty()
            && part.chars().all(|it| it.is_alphanumeric() || it == '_')
    };
    name != "main" && name.split("::").all(is_identifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_s_thread_is_told_from_others() {
        for name in ["a_test", "module::a_test", "über::größe"] {
            assert!(is_a_test(name), "{name}");
        }
        for name in [
            "main",
            "tokio-runtime-worker",
            "fake Glean server",
            "src/lib.rs - Example (line 12)",
            "a::",
            "::a",
            "",
            "2fast",
        ] {
            assert!(!is_a_test(name), "{name}");
        }
    }

    #[test]
    fn a_caller_is_shown_by_its_line() {
        let (here, line) = (Caller::here(), line!());
        let shown = format!("{}:{line}:", file!());
        assert!(here.to_string().starts_with(&shown), "{here}");
    }
}
