use std::path::{Component, Path};

use glean_docs::PAGES;

use crate::markdown::{Page, root};

/// How the book, which has no other files than its pages, links to the rest of the repository.
const REPOSITORY: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/HEAD/");

/// Where a link leads.
#[derive(Debug)]
pub(crate) enum Target {
    /// Into this repository.
    Ours {
        /// From the repository's root.
        path: String,
        fragment: Option<String>,
        is_relative: bool,
    },
    Elsewhere,
}

impl Target {
    fn of(page: &str, link: &str) -> Self {
        let in_repository = link.strip_prefix(REPOSITORY);
        if in_repository.is_none() && (link.contains("://") || link.starts_with("mailto:")) {
            return Self::Elsewhere;
        }
        let link = in_repository.unwrap_or(link);
        let (path, fragment) = match link.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment.to_owned())),
            None => (link, None),
        };
        let folder = Path::new(page).with_file_name("");
        let path = match path {
            "" => page.to_owned(),
            path if in_repository.is_some() => normalize(Path::new(path)),
            path => normalize(&folder.join(path)),
        };
        let is_relative = in_repository.is_none();
        Self::Ours {
            path,
            fragment,
            is_relative,
        }
    }
}

/// Resolves `..` without asking the disk.
fn normalize(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for component in path.components() {
        match component {
            Component::Normal(part) => parts.push(part.to_str().unwrap()),
            Component::ParentDir => {
                let up = parts.pop();
                assert!(up.is_some(), "{} leaves the repository", path.display());
            }
            _ => {}
        }
    }
    parts.join("/")
}

pub(crate) fn targets(page: &str) -> Vec<Target> {
    let links = Page::read(page).links;
    links.iter().map(|link| Target::of(page, link)).collect()
}

#[test]
fn every_link_into_the_repository_leads_to_a_file_and_its_heading() {
    for page in PAGES {
        for target in targets(page) {
            let Target::Ours { path, fragment, .. } = target else {
                continue;
            };
            assert!(
                root().join(&path).exists(),
                "{page} links to {path}, which is not there"
            );
            if let Some(fragment) = fragment {
                let anchors = Page::read(&path).anchors;
                assert!(
                    anchors.contains(&fragment),
                    "{page}: {path} has no #{fragment}"
                );
            }
        }
    }
}

#[test]
fn the_book_links_to_its_own_pages_or_by_the_repositorys_url() {
    for page in PAGES.iter().filter(|page| page.starts_with("docs/")) {
        for target in targets(page) {
            if let Target::Ours {
                path,
                is_relative: true,
                ..
            } = target
            {
                assert!(
                    path.starts_with("docs/"),
                    "{page}: {path} is not in the book"
                );
            }
        }
    }
}

#[test]
fn dots_and_fragments_of_a_link_are_resolved() {
    for (link, expected) in [
        ("errors.md", "docs/errors.md"),
        ("./errors.md#kinds", "docs/errors.md"),
        ("../README.md", "README.md"),
        ("#here", "docs/quickstart.md"),
    ] {
        let Target::Ours { path, .. } = Target::of("docs/quickstart.md", link) else {
            panic!("{link} leads elsewhere");
        };
        assert_eq!(path, expected);
    }
}
