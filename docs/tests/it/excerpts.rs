//! What a guide shows of an example is what the example says.

use crate::markdown::{Page, read};

/// Gives what a reader sees of each block of Rust under some headings, without the lines that rustdoc
/// hides.
fn shown(page: &str, is_under: impl Fn(&str) -> bool) -> Vec<String> {
    let is_shown = |line: &&str| *line != "#" && !line.starts_with("# ");
    let without_hidden = |text: String| {
        let lines: Vec<&str> = text.lines().filter(is_shown).collect();
        lines.join("\n")
    };
    let blocks = blocks_of(page, "rust", is_under).into_iter();
    blocks.map(without_hidden).collect()
}

/// Gives the blocks of a language under some headings.
fn blocks_of(page: &str, language: &str, is_under: impl Fn(&str) -> bool) -> Vec<String> {
    let is_of_it = |info: &String| info.split(',').next() == Some(language);
    let blocks = Page::read(page).blocks.into_iter();
    blocks
        .filter(|block| block.info.as_ref().is_some_and(is_of_it) && is_under(&block.under))
        .map(|block| block.text)
        .collect()
}

/// Asserts that each part of each block, as empty lines divide it, stands in a source, however far indented.
fn assert_shows(blocks: &[String], sources: &[&str]) {
    let flush = |text: &str| {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        lines.join("\n")
    };
    let sources: Vec<String> = sources.iter().map(|source| flush(&read(source))).collect();
    for block in blocks {
        for part in flush(block).split("\n\n") {
            let is_shown = sources.iter().any(|source| source.contains(part));
            assert!(is_shown, "no example says:\n{part}");
        }
    }
}

#[test]
fn the_blocks_about_a_transport_of_ones_own_are_the_examples() {
    let blocks = shown("docs/write-your-own-transport.md", |_| true);
    assert_eq!(blocks.len(), 5);
    let sources = [
        "docs/examples/ureq_transport/transport.rs",
        "docs/examples/ureq_transport/classify.rs",
        "docs/tests/conformance.rs",
    ];
    assert_shows(&blocks, &sources);
}

#[test]
fn the_blocks_about_the_sample_project_are_its_tests() {
    const HEADINGS: [&str; 4] = [
        "in-process",
        "over-the-wire-with-faults",
        "with-the-cases-of-the-contract",
        "mutants",
    ];
    let blocks = shown("docs/test-your-service.md", |heading| {
        HEADINGS.contains(&heading)
    });
    assert_eq!(blocks.len(), 6);
    let sources = [
        "docs/examples/downstream/tests/contract/main.rs",
        "docs/examples/downstream/tests/it/faults.rs",
        "docs/examples/downstream/tests/it/in_process.rs",
        "docs/examples/downstream/tests/it/mutants.rs",
    ];
    assert_shows(&blocks, &sources);
}

#[test]
fn the_blocks_about_other_languages_are_run_by_the_cross_checks() {
    for (language, count, sources) in [
        (
            "ts",
            2,
            &[
                "cross-checks/typescript/fake-glean.ts",
                "cross-checks/typescript/sign-in.test.ts",
            ][..],
        ),
        (
            "python",
            3,
            &[
                "cross-checks/python/fake_glean.py",
                "cross-checks/python/conftest.py",
                "cross-checks/python/test_sign_in.py",
            ],
        ),
        (
            "go",
            2,
            &[
                "cross-checks/go/fake_glean_test.go",
                "cross-checks/go/sign_in_test.go",
            ],
        ),
        ("json", 1, &["cross-checks/pipeline/fake.json"]),
    ] {
        let blocks = blocks_of("docs/fake-glean.md", language, |_| true);
        assert_eq!(blocks.len(), count, "{language}");
        assert_shows(&blocks, sources);
    }
}

#[test]
fn the_blocks_about_the_web_sdk_are_the_examples() {
    const PAGE: &str = "docs/serve-the-web-sdk.md";
    let sources = [
        "docs/examples/web-sdk-backend/src/token.rs",
        "docs/examples/web-sdk-backend/src/tokens.rs",
        "docs/examples/web-sdk-backend/page/app.js",
    ];
    let mut blocks = shown(PAGE, |_| true);
    blocks.extend(blocks_of(PAGE, "js", |_| true));
    assert_eq!(blocks.len(), 3);
    assert_shows(&blocks, &sources);
}

#[test]
fn the_scripts_of_the_page_on_the_fake_are_run_by_the_cross_checks() {
    let sources = [
        "cross-checks/pipeline/with-fake.sh",
        "cross-checks/pipeline/by-hand.sh",
    ];
    let is_script = |block: &String| block.lines().count() > 3;
    let blocks = blocks_of("docs/fake-glean.md", "sh", |_| true).into_iter();
    let scripts: Vec<String> = blocks.filter(is_script).collect();
    assert_eq!(scripts.len(), 2);
    assert_shows(&scripts, &sources);
}
