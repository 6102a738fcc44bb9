use glean_api::operation::Endpoint;
use glean_api::{Glean, RequestOptions};

use super::{assert_invalid, build};

const NO_SERVER: &str = "no server: give `.instance(..)` or `.server_url(..)`, or set \
                         GLEAN_INSTANCE or GLEAN_SERVER_URL and use `from_env`";
const NO_CREDENTIAL: &str = "no credential: give `.api_token(..)`, `.credential_provider(..)` or \
                             `.anonymous()`, or set GLEAN_API_TOKEN and use `from_env`";

#[test]
fn a_client_without_a_server_or_a_credential_does_not_build() {
    let builder = Glean::builder;
    for (name, builder, message) in [
        ("nothing", builder(), NO_SERVER),
        ("no server", builder().api_token("pl4nted"), NO_SERVER),
        ("no credential", builder().instance("acme"), NO_CREDENTIAL),
        (
            "no environment either",
            builder().instance("acme").env_from(|_| None),
            NO_CREDENTIAL,
        ),
    ] {
        assert_invalid(name, &build(builder).unwrap_err(), message);
    }
}

#[cfg(feature = "reqwest")]
#[test]
fn nor_does_one_over_the_default_transport() {
    let error = Glean::builder().build().unwrap_err();
    assert_invalid("no server", &error, NO_SERVER);
    let error = Glean::builder().instance("acme").build().unwrap_err();
    assert_invalid("no credential", &error, NO_CREDENTIAL);
}

#[test]
fn an_endpoint_needs_both_too() {
    let error = Endpoint::new(&RequestOptions::new()).unwrap_err();
    assert_invalid("no server", &error, NO_SERVER);
    let error = Endpoint::new(&RequestOptions::new().instance("acme")).unwrap_err();
    assert_invalid("no credential", &error, NO_CREDENTIAL);
}

#[test]
fn no_credential_can_be_meant() {
    build(Glean::builder().instance("acme").anonymous().no_timeout()).unwrap();
    Endpoint::new(&RequestOptions::new().instance("acme").anonymous()).unwrap();
}
