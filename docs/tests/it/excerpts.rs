//! What a guide shows of an example is what the example says.

use crate::markdown::read;

/// Gives what a reader sees of each block of Rust, without the lines that rustdoc hides.
fn shown(page: &str) -> Vec<String> {
    let text = read(page);
    let mut blocks = Vec::new();
    let mut block: Option<String> = None;
    for line in text.lines() {
        match (&mut block, line) {
            (None, line) if line.starts_with("```rust") => block = Some(String::new()),
            (Some(_), "```") => blocks.extend(block.take()),
            (Some(_), line) if line == "#" || line.starts_with("# ") => {}
            (Some(block), line) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, _) => {}
        }
    }
    blocks
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
