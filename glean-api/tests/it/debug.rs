//! `debug(true)` and `GLEAN_DEBUG`: what they turn on, and what never shows.

use std::ffi::OsString;
use std::io;
use std::sync::{Arc, Mutex};

use glean_api::transport::TransportExt;
use glean_api::transport::retry::RetryConfig;
use glean_api::{Glean, GleanBuilder, RequestOptions};
use glean_testkit::{FakeGlean, Reply as Scripted};
use tracing_subscriber::fmt::format::FmtSpan;

use crate::support::{AtOnce, Reply, in_process, recording};

/// What a plain subscriber writes, at every level, with the fields of each span at its end.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    /// Begins to listen on this thread, until the guard is dropped.
    fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        let written = Self::default();
        let writer = written.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .without_time()
            .with_writer(move || writer.clone())
            .finish();
        (written, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn variable(value: &str) -> impl Fn(&str) -> Option<OsString> {
    move |name| (name == "GLEAN_DEBUG").then(|| value.into())
}

/// Counts the attempts that are traced of a client's one call.
async fn traced(builder: GleanBuilder) -> usize {
    let (transport, _) = recording(&Reply::new(204));
    let glean = builder.transport(transport).build().unwrap();
    let (written, _guard) = Written::start();
    let call = glean.client().authentication().create_token();
    call.await.unwrap_err();
    written.text().matches(": sending").count()
}

#[tokio::test]
async fn attempts_are_traced_if_the_builder_or_the_variable_says_so() {
    assert_eq!(traced(in_process()).await, 0);
    assert_eq!(traced(in_process().debug(false)).await, 0);
    assert_eq!(traced(in_process().debug(true)).await, 1);
    for (value, expected) in [
        ("1", 1),
        ("true", 1),
        ("TRUE", 1),
        ("yes", 1),
        ("on", 1),
        ("", 0),
        ("0", 0),
        ("false", 0),
        ("False", 0),
        ("no", 0),
        ("off", 0),
    ] {
        let builder = in_process().env_from(variable(value));
        assert_eq!(traced(builder).await, expected, "{value:?}");
    }
}

#[tokio::test]
async fn what_the_builder_says_counts_before_the_variable() {
    let off = in_process().debug(false).env_from(variable("1"));
    assert_eq!(traced(off).await, 0);
    let on = in_process().debug(true).env_from(variable("0"));
    assert_eq!(traced(on).await, 1);
    let after = in_process().env_from(variable("1")).debug(false);
    assert_eq!(traced(after).await, 0);
    // What is not needed is not read.
    let unread = in_process().debug(true).env_from(variable("maybe"));
    assert_eq!(traced(unread).await, 1);
}

#[test]
fn a_value_that_does_not_fit_is_refused_by_the_variables_name() {
    for value in ["pl4nted", "2", " 1", "truthy"] {
        let (transport, _) = recording(&Reply::new(204));
        let builder = in_process().env_from(variable(value)).transport(transport);
        let error = builder.build().unwrap_err();
        assert_eq!(
            error.to_string(),
            "GLEAN_DEBUG: debug: give `1` or `0`",
            "{value:?}"
        );
        assert!(error.is_invalid_request());
    }
}

#[tokio::test]
async fn the_transport_may_be_given_before_or_after() {
    for is_before in [true, false] {
        let (transport, _) = recording(&Reply::new(204));
        let glean = match is_before {
            true => in_process().debug(true).transport(transport).build(),
            false => in_process().transport(transport).debug(true).build(),
        };
        let (written, _guard) = Written::start();
        let glean = glean.unwrap();
        let call = glean.client().authentication().create_token();
        call.await.unwrap_err();
        assert_eq!(written.text().matches(": sending").count(), 1);
    }
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn the_default_transport_is_traced_too() {
    let server = crate::support::Server::start(&Reply::new(503)).await;
    let glean = Glean::builder()
        .server_url(server.url())
        .api_token("s3cret")
        .debug(true)
        .build()
        .unwrap();
    let (written, _guard) = Written::start();

    let call = glean.client().authentication().create_token();
    call.await.unwrap_err();

    let text = written.text();
    let url = format!("url.full={}/rest/api/v1/createauthtoken", server.url());
    for part in [
        &*url,
        "server.address=\"127.0.0.1\"",
        "error.type=\"503\"",
        "network.protocol.version=\"1.1\"",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[tokio::test]
async fn no_secret_is_in_the_trace_of_a_call_that_mints_or_fails() {
    let fake = FakeGlean::in_process();
    fake.script([
        Scripted::status(503).body("pl4nted-reply glean_global"),
        Scripted::ok().header("set-cookie", "pl4nted-cookie"),
    ]);
    // Within the tracing that `debug` adds, one that allows what it must not show.
    let names = [
        "authorization",
        "x-glean-actas",
        "x-gateway-key",
        "cookie",
        "set-cookie",
    ];
    let mut allowing = fake.transport().with_tracing();
    for name in names.map(http::HeaderName::from_static) {
        allowing = allowing.request_header(name.clone()).response_header(name);
    }
    let glean = Glean::builder()
        .server_url(fake.url())
        .api_token("glean_global")
        .header("x-gateway-key", "pl4nted-header")
        .header("cookie", "session=pl4nted-cookie")
        .user_agent_suffix("pl4nted-agent")
        .retries(RetryConfig::backoff())
        .sleep(AtOnce)
        .no_timeout()
        .transport(allowing)
        .debug(true)
        .build()
        .unwrap();
    let (written, _guard) = Written::start();

    let acting = |email: &str| RequestOptions::new().act_as(email);
    let call = || glean.client().authentication().create_token();
    let minted = call().options(acting("ada@example.com")).await.unwrap();
    let error = call().options(acting("pl4nted@example.com")).await;

    assert_eq!(error.unwrap_err().status().unwrap(), 401);
    let text = written.text();
    assert_eq!(text.matches(": sending").count(), 6, "{text}");
    assert!(text.contains("\"authorization\": [[redacted]]"), "{text}");
    for secret in [
        "pl4nted",
        "glean_global",
        "ada@example.com",
        minted.token.expose_secret(),
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}
