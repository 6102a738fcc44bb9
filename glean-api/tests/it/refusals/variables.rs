//! The environment, by a lookup of the test's own.

use std::ffi::OsString;

use glean_api::{Glean, GleanBuilder};
use http::Request;

use super::{assert_invalid, build};
use crate::support::{Reply, recording};

const TOKEN: (&str, &str) = ("GLEAN_API_TOKEN", "s3cret");
const INSTANCE: (&str, &str) = ("GLEAN_INSTANCE", "acme");
const SERVER: (&str, &str) = ("GLEAN_SERVER_URL", "https://gw.example.com/glean");
const DATE: (&str, &str) = ("X_GLEAN_EXCLUDE_DEPRECATED_AFTER", "2026-11-24");

fn lookup(variables: &[(&str, &str)]) -> impl Fn(&str) -> Option<OsString> {
    move |name| {
        let mut variables = variables.iter();
        variables
            .find(|(it, _)| *it == name)
            .map(|(_, value)| value.into())
    }
}

/// Gives the request of a client from these variables.
async fn request(builder: GleanBuilder, variables: &[(&str, &str)]) -> Request<bytes::Bytes> {
    let (transport, requests) = recording(&Reply::new(500));
    let glean = builder
        .no_timeout()
        .env_from(lookup(variables))
        .transport(transport)
        .build()
        .unwrap();
    glean
        .client()
        .authentication()
        .create_token()
        .await
        .unwrap_err();
    requests.lock().unwrap().remove(0)
}

#[tokio::test]
async fn each_variable_sets_its_option() {
    for (variables, name, expected) in [
        (
            &[TOKEN, INSTANCE][..],
            "authorization",
            Some("Bearer s3cret"),
        ),
        (&[TOKEN, INSTANCE], "x-glean-exclude-deprecated-after", None),
        (
            &[TOKEN, INSTANCE, DATE],
            "x-glean-exclude-deprecated-after",
            Some("2026-11-24"),
        ),
        (&[TOKEN, INSTANCE], "x-glean-include-experimental", None),
    ] {
        let request = request(Glean::builder(), variables).await;
        let value = request.headers().get(name).map(|it| it.to_str().unwrap());
        assert_eq!(value, expected, "{name} with {variables:?}");
    }
    for (value, expected) in [
        ("true", true),
        ("TRUE", true),
        ("1", true),
        ("false", false),
        ("False", false),
        ("0", false),
        ("", false),
    ] {
        let variables = [TOKEN, INSTANCE, ("X_GLEAN_INCLUDE_EXPERIMENTAL", value)];
        let request = request(Glean::builder(), &variables).await;
        let is_sent = request
            .headers()
            .contains_key("x-glean-include-experimental");
        assert_eq!(is_sent, expected, "{value:?}");
    }
}

#[tokio::test]
async fn a_server_url_counts_before_an_instance_and_an_empty_one_not_at_all() {
    for (variables, host) in [
        (&[TOKEN, INSTANCE][..], "acme-be.glean.com"),
        (&[TOKEN, SERVER], "gw.example.com"),
        (&[TOKEN, SERVER, INSTANCE], "gw.example.com"),
        (&[TOKEN, SERVER, ("GLEAN_INSTANCE", "")], "gw.example.com"),
        (
            &[TOKEN, ("GLEAN_SERVER_URL", ""), INSTANCE],
            "acme-be.glean.com",
        ),
        (
            &[TOKEN, ("GLEAN_SERVER_URL", "http://localhost")],
            "localhost",
        ),
    ] {
        let request = request(Glean::builder(), variables).await;
        assert_eq!(request.uri().host(), Some(host), "{variables:?}");
    }
}

#[tokio::test]
async fn what_was_set_before_counts_before_the_environment() {
    let variables = [
        TOKEN,
        SERVER,
        INSTANCE,
        DATE,
        ("X_GLEAN_INCLUDE_EXPERIMENTAL", "true"),
    ];
    let builder = Glean::builder()
        .instance("set")
        .api_token("of-code")
        .exclude_deprecated_after("2024-02-29")
        .include_experimental(false);
    let set = request(builder, &variables).await;
    assert_eq!(set.uri().host(), Some("set-be.glean.com"));
    assert_eq!(set.headers()["authorization"], "Bearer of-code");
    assert_eq!(
        set.headers()["x-glean-exclude-deprecated-after"],
        "2024-02-29"
    );
    assert!(!set.headers().contains_key("x-glean-include-experimental"));

    let builder = Glean::builder().anonymous().no_exclude_deprecated_after();
    let off = request(builder, &variables).await;
    assert!(!off.headers().contains_key("authorization"));
    assert!(
        !off.headers()
            .contains_key("x-glean-exclude-deprecated-after")
    );
}

#[tokio::test]
async fn what_is_set_after_the_environment_counts_before_it_too() {
    let builder = Glean::builder()
        .env_from(lookup(&[TOKEN, INSTANCE]))
        .api_token("of-code")
        .server_url("https://gw.example.com");
    let request = request(builder, &[]).await;
    assert_eq!(request.uri().host(), Some("gw.example.com"));
    assert_eq!(request.headers()["authorization"], "Bearer of-code");
}

#[test]
fn a_variable_that_does_not_fit_is_named_and_its_value_is_not() {
    for (variable, value, message) in [
        (
            "GLEAN_API_TOKEN",
            "pl4nted\n",
            "GLEAN_API_TOKEN: credential: the API token holds a byte that HTTP forbids there \
             (0x0a, at position 7); it seems to be a line's end: trim it",
        ),
        (
            "GLEAN_SERVER_URL",
            "https://ada:pl4nted@acme-be.glean.com",
            "GLEAN_SERVER_URL: server URL: it holds a user or a password; give the credential by \
             `.api_token(..)`, and the URL without it",
        ),
        (
            "GLEAN_INSTANCE",
            "acme-be",
            "GLEAN_INSTANCE: instance: it is to be the part before `-be.glean.com` alone: give \
             `acme`, or a whole URL by `.server_url(..)`",
        ),
        (
            "X_GLEAN_EXCLUDE_DEPRECATED_AFTER",
            "pl4nted",
            "X_GLEAN_EXCLUDE_DEPRECATED_AFTER: exclude_deprecated_after: it is to be a date of the \
             form YYYY-MM-DD, such as 2026-11-24",
        ),
        (
            "X_GLEAN_INCLUDE_EXPERIMENTAL",
            "pl4nted",
            "X_GLEAN_INCLUDE_EXPERIMENTAL: include_experimental: give `true` or `false`",
        ),
    ] {
        let builder = Glean::builder().env_from(lookup(&[(variable, value)]));
        assert_invalid(variable, &build(builder).unwrap_err(), message);
    }
}

#[cfg(unix)]
#[test]
fn a_variable_that_is_no_utf_8_is_named() {
    use std::os::unix::ffi::OsStringExt;

    for variable in [
        TOKEN.0,
        SERVER.0,
        INSTANCE.0,
        DATE.0,
        "X_GLEAN_INCLUDE_EXPERIMENTAL",
        #[cfg(feature = "tracing")]
        "GLEAN_DEBUG",
    ] {
        let value =
            |name: &str| (name == variable).then(|| OsString::from_vec(b"pl4nted\xff".to_vec()));
        let error = build(Glean::builder().env_from(value)).unwrap_err();
        assert_invalid(
            variable,
            &error,
            &format!("{variable}: value: it is no UTF-8"),
        );
    }
}

#[test]
fn what_was_refused_before_is_told_before_a_variable_that_does_not_fit() {
    let builder = Glean::builder()
        .act_as("pl4nted")
        .env_from(lookup(&[("GLEAN_API_TOKEN", "pl4nted\n")]));
    let message = "act_as: it is no e-mail address: it needs one `@`, as in `ada@example.com`";
    assert_invalid("both", &build(builder).unwrap_err(), message);
}

#[cfg(not(feature = "tracing"))]
#[test]
fn without_tracing_glean_debug_is_not_read() {
    let read = std::cell::RefCell::new(Vec::new());
    let builder = Glean::builder().no_timeout().env_from(|name| {
        read.borrow_mut().push(name.to_owned());
        lookup(&[TOKEN, INSTANCE, ("GLEAN_DEBUG", "pl4nted")])(name)
    });

    build(builder).unwrap();

    assert!(!read.borrow().contains(&"GLEAN_DEBUG".to_owned()));
}
