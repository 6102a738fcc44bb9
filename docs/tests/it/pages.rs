use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use glean_docs::PAGES;

use crate::links::{Target, targets};
use crate::markdown::root;

/// Every Markdown file of the repository, by its path from the root.
fn markdown_files() -> BTreeSet<String> {
    const LEFT_OUT: &[&str] = &["fixtures", "node_modules", "target"];

    fn walk(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name().into_string().unwrap();
            let path = format!("{prefix}{name}");
            if entry.file_type().unwrap().is_dir() {
                if !name.starts_with('.') && !LEFT_OUT.contains(&name.as_str()) {
                    walk(&entry.path(), &format!("{path}/"), found);
                }
            } else if name.ends_with(".md") {
                found.insert(path);
            }
        }
    }

    let mut found = BTreeSet::new();
    walk(&root(), "", &mut found);
    found
}

#[test]
fn every_markdown_file_is_compiled() {
    let compiled: BTreeSet<String> = PAGES.iter().map(ToString::to_string).collect();

    assert_eq!(compiled.len(), PAGES.len(), "a page is listed twice");
    assert_eq!(
        markdown_files(),
        compiled,
        "left: there; right: listed in docs/src/lib.rs"
    );
}

#[test]
fn every_page_of_the_guide_is_in_its_summary() {
    let summary: BTreeSet<String> = linked_from("docs/SUMMARY.md").collect();

    for page in PAGES.iter().filter(|page| page.starts_with("docs/")) {
        let is_summary = *page == "docs/SUMMARY.md";
        assert!(
            is_summary || summary.contains(*page),
            "{page} is not in docs/SUMMARY.md"
        );
    }
}

#[test]
fn every_page_is_reachable_from_the_readme_or_the_summary() {
    let mut reached = BTreeSet::new();
    let mut next = vec!["README.md".to_owned(), "docs/SUMMARY.md".to_owned()];
    while let Some(page) = next.pop() {
        if page.ends_with(".md") && reached.insert(page.clone()) {
            next.extend(linked_from(&page));
        }
    }

    for page in PAGES {
        assert!(reached.contains(*page), "no page links to {page}");
    }
}

fn linked_from(page: &str) -> impl Iterator<Item = String> {
    targets(page).into_iter().filter_map(|target| match target {
        Target::Ours { path, .. } => Some(path),
        Target::Elsewhere => None,
    })
}
