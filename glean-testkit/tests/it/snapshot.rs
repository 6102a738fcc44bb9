//! Reports beside what they are to be, but for what another machine or another edit changes.

/// Compares a report with the expected one: without columns and lines of this code, and without the
/// command that runs the test again, which depends on the thread.
macro_rules! assert_report {
    ($report:expr, @$expected:literal) => {
        insta::with_settings!({filters => vec![
            (r"at \S+\.rs:\d+:\d+", "at [line]"),
            (r"\nrerun: cargo test .*", ""),
        ]}, {
            insta::assert_snapshot!($report, @$expected);
        });
    };
}

pub(crate) use assert_report;
