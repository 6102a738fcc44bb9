//! What a guide shows of an example is what the example says.

use crate::markdown::{Page, read};

/// Gives what a reader sees of each block of Rust, without the lines that rustdoc hides.
fn shown(page: &str) -> Vec<String> {
    let is_rust = |info: &String| info.starts_with("rust");
    let is_shown = |line: &&str| *line != "#" && !line.starts_with("# ");
    let blocks = Page::read(page).blocks.into_iter();
    blocks
        .filter(|block| block.info.as_ref().is_some_and(is_rust))
        .map(|block| {
            let lines: Vec<&str> = block.text.lines().filter(is_shown).collect();
            lines.join("\n")
        })
        .collect()
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
        let parts = block.split("\n\n").map(str::trim_end);
        for part in parts {
            let is_shown = sources.iter().any(|source| source.contains(part));
            assert!(is_shown, "no example says:\n{part}");
        }
    }
}
