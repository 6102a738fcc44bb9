use std::env;

/// Gives the command that runs a test again and alone.
pub(super) fn line(test: &str) -> String {
    // Cargo says so to whatever it runs, and so does nextest.
    let package = env::var("CARGO_PKG_NAME").ok();
    line_in(package.as_deref().filter(|name| is_a_package(name)), test)
}

fn line_in(package: Option<&str>, test: &str) -> String {
    match package {
        Some(package) => format!("cargo test -p {package} {test} -- --exact"),
        None => format!("cargo test {test} -- --exact"),
    }
}

fn is_a_package(name: &str) -> bool {
    let is_part = |it: char| it.is_alphanumeric() || it == '-' || it == '_';
    !name.is_empty() && !name.starts_with('-') && name.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_named_where_it_is_known() {
        let test = "sign_in::a_token_is_minted";
        assert_eq!(
            line_in(Some("my-service"), test),
            "cargo test -p my-service sign_in::a_token_is_minted -- --exact"
        );
        assert_eq!(
            line_in(None, test),
            "cargo test sign_in::a_token_is_minted -- --exact"
        );
    }

    #[test]
    fn what_is_no_package_is_not_named() {
        for name in ["", "-v", "a; b", "$(c)"] {
            assert!(!is_a_package(name), "{name}");
        }
        assert!(is_a_package("glean_testkit-2"));
    }
}
