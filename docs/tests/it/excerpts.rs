//! What a guide shows of an example is what the example says.

use crate::markdown::{Page, read};

/// Gives what a reader sees of each block of Rust, without the lines that rustdoc hides.
fn shown(page: &str) -> Vec<String> {
    let is_shown = |line: &&str| *line != "#" && !line.starts_with("# ");
    let without_hidden = |text: String| {
        let lines: Vec<&str> = text.lines().filter(is_shown).collect();
        lines.join("\n")
    };
    let blocks = blocks_of(page, "rust").into_iter();
    blocks.map(without_hidden).collect()
}

/// Gives the blocks of a language.
fn blocks_of(page: &str, language: &str) -> Vec<String> {
    let is_of_it = |info: &String| info.split(',').next() == Some(language);
    let blocks = Page::read(page).blocks.into_iter();
    blocks
        .filter(|block| block.info.as_ref().is_some_and(is_of_it))
        .map(|block| block.text)
        .collect()
}

/// Asserts that each part of a block, as blank lines divide it, stands in one of the sources.
fn assert_shows(block: &str, sources: &[String]) {
    for part in block.split("\n\n").map(str::trim_end) {
        let is_shown = sources.iter().any(|source| source.contains(part));
        assert!(is_shown, "no example says:\n{part}");
    }
}

#[test]
fn the_blocks_about_a_transport_of_ones_own_are_the_examples() {
    let sources = [
        "docs/examples/ureq_transport/transport.rs",
        "docs/examples/ureq_transport/classify.rs",
        "docs/tests/conformance.rs",
    ];
    let sources = sources.map(read);
    let blocks = shown("docs/write-your-own-transport.md");
    assert_eq!(blocks.len(), 5);
    for block in blocks {
        assert_shows(&block, &sources);
    }
}

#[test]
fn the_blocks_about_other_languages_are_run_by_the_cross_checks() {
    for (language, count, sources) in [
        (
            "ts",
            2,
            &["typescript/fake-glean.ts", "typescript/sign-in.test.ts"][..],
        ),
        (
            "python",
            3,
            &[
                "python/fake_glean.py",
                "python/conftest.py",
                "python/test_sign_in.py",
            ],
        ),
        ("go", 2, &["go/fake_glean_test.go", "go/sign_in_test.go"]),
        ("json", 1, &["pipeline/fake.json"]),
    ] {
        let sources: Vec<String> = sources
            .iter()
            .map(|source| read(&format!("cross-checks/{source}")))
            .collect();
        let blocks = blocks_of("docs/fake-glean.md", language);
        assert_eq!(blocks.len(), count, "{language}");
        for block in blocks {
            assert_shows(&block, &sources);
        }
    }
}

#[test]
fn the_scripts_of_the_page_on_the_fake_are_run_by_the_cross_checks() {
    let sources = ["with-fake.sh", "by-hand.sh"]
        .map(|source| read(&format!("cross-checks/pipeline/{source}")));
    let is_script = |block: &String| block.lines().count() > 3;
    let blocks = blocks_of("docs/fake-glean.md", "sh").into_iter();
    let scripts: Vec<String> = blocks.filter(is_script).collect();
    assert_eq!(scripts.len(), 2);
    for script in scripts {
        assert_shows(&script, &sources);
    }
}
