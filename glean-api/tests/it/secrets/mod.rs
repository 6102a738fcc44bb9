//! A secret is planted in every input and looked for in every output.

mod failures;
mod panics;
mod values;

use std::error::Error;
use std::fmt::Debug;

use glean_api::RequestOptions;
use glean_api::credential::{ApiToken, credential_fn};

/// What every planted secret holds; what follows it says which one it is.
const PLANTED: &str = "pl4nted";

/// Options with a secret wherever one fits.
fn planted() -> RequestOptions {
    RequestOptions::new()
        .api_token("pl4nted-token")
        .act_as("pl4nted-user@example.com")
        .header("x-gateway-key", "pl4nted-header")
        .header("user-agent", "pl4nted-agent")
        .header("cookie", "session=pl4nted-cookie")
}

/// The same, with a credential that a provider gives.
fn provided() -> RequestOptions {
    let provider = credential_fn(|| async { Ok(ApiToken::from("pl4nted-provided")) });
    planted().credential_provider(provider)
}

fn assert_hidden(name: &str, shown: &str) {
    assert!(!shown.contains(PLANTED), "{name}: {shown}");
}

/// Asserts it of both forms of `Debug`.
fn assert_debug_hides(name: &str, value: &dyn Debug) {
    assert_hidden(name, &format!("{value:?}"));
    assert_hidden(name, &format!("{value:#?}"));
}

/// Asserts it of an error and all its sources, in `Display` and `Debug`.
fn assert_error_hides(name: &str, error: &dyn Error) {
    let mut next = Some(error);
    while let Some(error) = next {
        assert_hidden(name, &error.to_string());
        assert_debug_hides(name, &error);
        next = error.source();
    }
}
