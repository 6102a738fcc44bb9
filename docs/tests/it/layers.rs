//! The layers of ARCHITECTURE.md, read off what Cargo knows.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// A crate's normal dependencies by name.
type Dependencies = BTreeMap<String, BTreeSet<String>>;

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn root() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/..")
}

fn packages() -> Vec<Value> {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"]);
    let metadata: Value = serde_json::from_str(&metadata).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

fn normal_dependencies() -> Dependencies {
    let names = |package: &Value| {
        let all = package["dependencies"].as_array().unwrap().iter();
        let normal = all.filter(|dependency| dependency["kind"].is_null());
        normal
            .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let named = |package: &Value| (package["name"].as_str().unwrap().to_owned(), names(package));
    packages().iter().map(named).collect()
}

fn siblings(dependencies: &Dependencies, package: &str) -> Vec<String> {
    let siblings = dependencies[package].iter();
    siblings
        .filter(|name| name.starts_with("glean-"))
        .cloned()
        .collect()
}

/// The names of all crates that come along with a package without features.
fn bare_tree(package: &str) -> BTreeSet<String> {
    let tree = cargo(&[
        "tree",
        "-p",
        package,
        "-e",
        "normal",
        "--no-default-features",
        "--prefix",
        "none",
        "--format",
        "{p}",
        "--locked",
    ]);
    let names = tree.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

#[test]
fn the_arrows_between_the_crates_are_those_of_the_architecture() {
    let dependencies = normal_dependencies();
    for (package, expected) in [
        ("glean-models", &[][..]),
        ("glean-transport", &[]),
        ("glean-api", &["glean-models", "glean-transport"]),
        ("glean-testkit", &["glean-models", "glean-transport"]),
    ] {
        assert_eq!(siblings(&dependencies, package), expected, "{package}");
    }
}

#[test]
fn the_models_know_serde_and_the_secret_type_alone() {
    let models = &normal_dependencies()["glean-models"];
    assert_eq!(models.iter().collect::<Vec<_>>(), ["secrecy", "serde"]);
}

#[test]
fn the_client_names_no_http_library() {
    let api = &normal_dependencies()["glean-api"];
    for library in [
        "reqwest",
        "hyper",
        "hyper-util",
        "ureq",
        "tower",
        "tokio",
        "rustls",
    ] {
        assert!(
            !api.contains(library),
            "glean-api depends on {library} itself"
        );
    }
}

#[test]
fn siblings_as_dev_dependencies_are_given_by_path_alone() {
    for package in packages() {
        for dependency in package["dependencies"].as_array().unwrap() {
            let name = dependency["name"].as_str().unwrap();
            if dependency["kind"] == "dev" && name.starts_with("glean-") {
                assert_eq!(dependency["req"], "*", "{name} of {}", package["name"]);
            }
        }
    }
}

#[test]
fn without_features_no_crate_carries_an_http_client_tls_or_tokio() {
    const BANNED: &[&str] = &[
        "reqwest",
        "hyper",
        "hyper-util",
        "ureq",
        "isahc",
        "curl",
        "h2",
        "wiremock",
        "tokio",
        "async-std",
        "smol",
        "rustls",
        "native-tls",
        "openssl",
        "ring",
        "aws-lc-rs",
        "tower",
    ];
    for package in [
        "glean-models",
        "glean-transport",
        "glean-api",
        "glean-testkit",
    ] {
        let names = bare_tree(package);
        assert!(names.contains(package), "{names:?}");
        for banned in BANNED {
            assert!(
                !names.contains(*banned),
                "{package} without features carries {banned}"
            );
        }
    }
}

#[test]
fn the_bare_transport_stays_at_its_few_dependencies() {
    let expected = [
        "async-trait",
        "bytes",
        "fastrand",
        "glean-transport",
        "http",
        "httpdate",
        "itoa",
        "proc-macro2",
        "quote",
        "syn",
        "unicode-ident",
    ];
    let names = bare_tree("glean-transport");
    assert_eq!(names.iter().collect::<Vec<_>>(), expected);
}
