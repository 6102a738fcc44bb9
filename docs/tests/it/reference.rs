//! The tables of the guide against the code that they describe.

use crate::markdown::read;

/// Finds the public methods of a source file.
fn methods(source: &str) -> Vec<String> {
    let text = read(source);
    let heads = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub fn "));
    let names = heads.filter_map(|head| head.split(['(', '<']).next());
    some(names.map(str::to_owned).collect(), source)
}

/// Finds the environment variables that a source file names.
fn variables(source: &str) -> Vec<String> {
    let is_variable = |text: &&str| {
        text.contains("GLEAN_") && text.bytes().all(|c| c.is_ascii_uppercase() || c == b'_')
    };
    let text = read(source);
    some(
        text.split('"')
            .filter(is_variable)
            .map(str::to_owned)
            .collect(),
        source,
    )
}

/// Finds the variants of a plain enum.
fn variants(source: &str, name: &str) -> Vec<String> {
    let text = read(source);
    let (_, body) = text.split_once(&format!("pub enum {name} {{\n")).unwrap();
    let (body, _) = body.split_once("\n}").unwrap();
    let lines = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("///"));
    some(
        lines
            .filter_map(|line| line.strip_suffix(','))
            .map(str::to_owned)
            .collect(),
        source,
    )
}

/// Keeps a search that has gone blind from passing.
fn some(found: Vec<String>, source: &str) -> Vec<String> {
    assert!(
        !found.is_empty(),
        "{source} is not written as this test expects"
    );
    found
}

#[test]
fn every_option_of_a_call_is_in_the_operations_reference() {
    let page = read("docs/create-token.md");
    for option in methods("glean-api/src/options/setters.rs") {
        assert!(
            page.contains(&format!("`{option}(")),
            "docs/create-token.md lacks `{option}`"
        );
    }
}

#[test]
fn every_variable_of_the_environment_is_in_the_operations_reference() {
    let page = read("docs/create-token.md");
    for variable in variables("glean-api/src/env.rs") {
        assert!(
            page.contains(&format!("| `{variable}` |")),
            "docs/create-token.md lacks {variable}"
        );
    }
}

#[test]
fn every_kind_of_error_is_in_the_operations_reference() {
    let page = read("docs/create-token.md");
    for kind in variants("glean-api/src/error/kind.rs", "ErrorKind") {
        assert!(
            page.contains(&format!("| `{kind}` |")),
            "docs/create-token.md lacks {kind}"
        );
    }
}

#[test]
fn every_setting_counter_and_error_of_the_token_cache_is_told_of() {
    let page = read("docs/token-cache.md");
    for setting in methods("glean-api/src/token_cache/builder.rs") {
        assert!(page.contains(&format!("`{setting}(")), "it lacks {setting}");
    }
    for kind in variants("glean-api/src/token_cache/error.rs", "TokenCacheErrorKind") {
        assert!(page.contains(&format!("| `{kind}` |")), "it lacks {kind}");
    }
    let counters = read("glean-api/src/token_cache/counters.rs");
    let (_, counters) = counters
        .split_once("pub struct TokenCacheCounters {")
        .unwrap();
    let (counters, _) = counters.split_once("\n}").unwrap();
    let fields = counters
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub "));
    let names = fields.filter_map(|field| field.split(':').next());
    for counter in some(names.map(str::to_owned).collect(), "counters.rs") {
        assert!(
            page.contains(&format!("| `{counter}` |")),
            "it lacks {counter}"
        );
    }
}

#[test]
fn every_reason_to_stop_is_told_of() {
    let page = read("docs/retries-and-timeouts.md");
    for reason in variants("glean-transport/src/retry/stop_reason.rs", "StopReason") {
        assert!(
            page.contains(&format!("| `{reason}` |")),
            "the page on retries lacks {reason}"
        );
    }
}
