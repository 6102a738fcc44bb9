use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The consumer brings its own panic handler, which the compiler refuses beside `std`'s.
#[test]
fn a_consumer_without_std_builds() {
    let manifest = consumer();
    if !manifest.exists() {
        println!(
            "skipped: {} is not part of a packaged crate",
            manifest.display()
        );
        return;
    }

    let build = cargo_build(&manifest, &[]);

    assert!(
        build.status.success(),
        "{}",
        String::from_utf8_lossy(&build.stderr)
    );
}

#[test]
fn the_consumer_would_notice_std() {
    let manifest = consumer();
    if !manifest.exists() {
        println!(
            "skipped: {} is not part of a packaged crate",
            manifest.display()
        );
        return;
    }

    let build = cargo_build(&manifest, &["--features", "std"]);

    let reason = String::from_utf8_lossy(&build.stderr);
    assert!(!build.status.success(), "it built beside std");
    assert!(
        reason.contains("panic_impl"),
        "it failed for another reason: {reason}"
    );
}

fn consumer() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/no_std_consumer/Cargo.toml")
}

/// Builds without the network, if the workspace's own build has fetched the locked versions.
fn cargo_build(manifest: &Path, arguments: &[&str]) -> Output {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    Command::new(cargo)
        .args(["build", "--locked", "--manifest-path"])
        .arg(manifest)
        .arg("--target-dir")
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("no_std_consumer"))
        .args(arguments)
        // Flags of the outer build, such as a coverage tool's, may need std.
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .output()
        .unwrap()
}
