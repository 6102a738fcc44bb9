//! Compiles the guide's pages and every README as documentation tests.
//!
//! The pages are the Markdown files beside this crate; `mdbook build docs` makes a book of them.
//! The crate is *not* published, and has nothing for other crates to use. What its tests hold:
//! every Markdown file of the repository stands in [`PAGES`], is reachable, and has no dead link.

/// Writes [`PAGES`], and a module for each page that rustdoc takes its examples from.
macro_rules! pages {
    ($($name:ident: $path:literal,)*) => {
        /// Every Markdown file of the repository, by its path from the repository's root.
        pub const PAGES: &[&str] = &[$($path),*];

        $(
            #[cfg(doctest)]
            #[doc = include_str!(concat!("../../", $path))]
            mod $name {}
        )*
    };
}

pages! {
    architecture: "ARCHITECTURE.md",
    changelog: "CHANGELOG.md",
    contributing: "CONTRIBUTING.md",
    readme: "README.md",
    cross_checks: "cross-checks/README.md",
    coming_from_typescript: "docs/coming-from-typescript.md",
    contract_cases: "docs/contract-cases.md",
    create_token: "docs/create-token.md",
    credentials: "docs/credentials.md",
    decorators: "docs/decorators.md",
    errors: "docs/errors.md",
    fake_glean: "docs/fake-glean.md",
    introduction: "docs/introduction.md",
    performance: "docs/performance.md",
    quickstart: "docs/quickstart.md",
    retries_and_timeouts: "docs/retries-and-timeouts.md",
    serve_the_web_sdk: "docs/serve-the-web-sdk.md",
    summary: "docs/SUMMARY.md",
    swap_the_backend: "docs/swap-the-backend.md",
    test_your_service: "docs/test-your-service.md",
    token_cache: "docs/token-cache.md",
    ui_mutations: "docs/ui-mutations.md",
    write_your_own_transport: "docs/write-your-own-transport.md",
    glean_api: "glean-api/README.md",
    glean_models: "glean-models/README.md",
    glean_testkit: "glean-testkit/README.md",
    glean_transport: "glean-transport/README.md",
}
