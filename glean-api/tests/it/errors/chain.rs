//! The sources of an error: there, and not repeated.

use std::error::Error;

use glean_api::credential::credential_fn;
use glean_api::transport::{TransportError, TransportErrorKind};

use crate::support::{Reply, failure, in_process, recording};

/// Gives the text of an error and of all its sources, outermost first.
fn chain(error: &dyn Error) -> Vec<String> {
    std::iter::successors(Some(error), |&error| error.source())
        .map(ToString::to_string)
        .collect()
}

/// Asserts that no text is repeated by one that stands above it.
fn assert_nothing_repeated(name: &str, error: &dyn Error) {
    let texts = chain(error);
    for (index, text) in texts.iter().enumerate() {
        for below in &texts[index + 1..] {
            assert!(!text.contains(below), "{name}: {texts:#?}");
        }
    }
}

#[tokio::test]
async fn a_reply_has_no_source() {
    for reply in [
        Reply::text(401, "no"),
        Reply::new(302),
        Reply::json("{"),
        Reply::json("{}"),
    ] {
        let (transport, _) = recording(&reply);
        let glean = in_process().transport(transport).build().unwrap();
        let error = failure(&glean).await;
        assert_eq!(chain(&error).len(), 1, "{error}");
    }
}

#[tokio::test]
async fn a_transports_error_is_the_source_with_its_kind() {
    for kind in [
        TransportErrorKind::InvalidRequest,
        TransportErrorKind::Connect,
        TransportErrorKind::Timeout,
        TransportErrorKind::Interrupted,
        TransportErrorKind::Body,
        TransportErrorKind::TooLarge,
        TransportErrorKind::Other,
    ] {
        let (transport, _) = recording(&Reply::raw("", kind));
        let glean = in_process().transport(transport).build().unwrap();
        let error = failure(&glean).await;
        assert_nothing_repeated("in process", &error);
        let source = error.source().unwrap().downcast_ref::<TransportError>();
        assert_eq!(source.unwrap().kind(), kind);
    }
}

#[tokio::test]
async fn a_providers_error_is_the_source() {
    let provider = credential_fn(|| async { Err("the vault is sealed".into()) });
    let (transport, _) = recording(&Reply::new(500));
    let glean = in_process()
        .credential_provider(provider)
        .transport(transport);
    let glean = glean.build().unwrap();
    let error = failure(&glean).await;
    assert_eq!(
        chain(&error),
        [
            "createToken: the credential provider failed",
            "the vault is sealed"
        ]
    );
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn below_reqwest_nothing_is_repeated_either() {
    use crate::support::{Server, Unlistening};
    use glean_api::Glean;

    let nobody = Unlistening::bind();
    let mut urls = vec![("refused", nobody.url())];
    let mut servers = Vec::new();
    for (name, reply) in [
        ("closed", Reply::raw("", TransportErrorKind::Interrupted)),
        (
            "garbage",
            Reply::raw("SSH-2.0\r\n", TransportErrorKind::Interrupted),
        ),
        ("short", Reply::json("{").short_of(1)),
        ("too large", Reply::text(500, "x".repeat(2 << 20))),
    ] {
        let server = Server::start(&reply).await;
        urls.push((name, server.url()));
        servers.push(server);
    }
    for (name, url) in urls {
        let glean = Glean::builder()
            .server_url(url)
            .api_token("s3cret")
            .build()
            .unwrap();
        let error = failure(&glean).await;
        assert_nothing_repeated(name, &error);
        assert!(chain(&error).len() > 1, "{name}: {error}");
    }
}
