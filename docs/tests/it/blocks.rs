use glean_docs::PAGES;

use crate::markdown::Page;

/// What a code block may call itself, without being Rust.
const OTHER_LANGUAGES: &[&str] = &["go", "js", "json", "python", "sh", "text", "toml", "ts"];

#[test]
fn every_code_block_says_what_it_is_and_no_rust_is_left_out() {
    for page in PAGES {
        for block in Page::read(page).blocks {
            let Some(info) = block.info else {
                panic!("{page} has an indented block; fence it");
            };
            let mut words = info.split(',').map(str::trim);
            let language = words.next().unwrap_or_default();
            if language != "rust" {
                assert!(
                    OTHER_LANGUAGES.contains(&language),
                    "{page}: a block of {language:?}"
                );
                continue;
            }
            for word in words {
                let is_compiled = ["no_run", "compile_fail", "should_panic"].contains(&word)
                    || word.starts_with('E');
                assert!(is_compiled, "{page}: a Rust block is `{word}`");
            }
        }
    }
}
