//! What the log says, and what it never does.

use std::cell::RefCell;
use std::io;
use std::sync::LazyLock;

use glean_testkit::Reply as Scripted;

use crate::scene::{CREDENTIAL, Scene};

thread_local! {
    static WRITTEN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Begins to listen, at every level, to what each thread says.
///
/// It is one subscriber for all: what a test without one logs first, `tracing` would leave out for the others.
pub(crate) fn listen() {
    static LISTENING: LazyLock<()> = LazyLock::new(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .without_time()
            .with_writer(|| OfThisThread)
            .init();
    });
    LazyLock::force(&LISTENING);
}

/// Gives what was said on this thread, which is a test's own.
fn written() -> String {
    WRITTEN.with_borrow(|written| String::from_utf8(written.clone()).unwrap())
}

struct OfThisThread;

impl io::Write for OfThisThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        WRITTEN.with_borrow_mut(|written| written.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn why_there_is_no_token_is_in_the_log_and_not_in_the_reply() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;
    let said = Scripted::status(403)
        .header("x-request-id", "r-123")
        .body("glean_global lacks a scope");
    scene.fake.script([said]);

    let reply = scene.ask(&cookie).await;

    let log = written();
    for part in [
        "ERROR",
        "reply=502",
        "status=403",
        "r-123",
        "attempts=1",
        "lacks a scope",
    ] {
        assert!(log.contains(part), "{part}: {log}");
    }
    assert_eq!(
        reply.text(),
        r#"{"status":502,"title":"no token can be had"}"#
    );
}

#[tokio::test]
async fn no_secret_and_no_user_is_in_the_log() {
    let scene = Scene::new();
    let cookie = scene.signed_in_as_ada().await;
    let token = scene.ask(&cookie).await.token();
    scene.tokens.clear();
    scene.fake.script([
        Scripted::status(401).body(format!("Invalid Secret: {CREDENTIAL}")),
        Scripted::status(200)
            .content_type("application/json")
            .body(r#"{"token":"s3cret"}"#),
    ]);

    assert_eq!(scene.ask(&cookie).await.status, 502);
    assert_eq!(scene.ask(&cookie).await.status, 502);

    let log = written();
    assert_eq!(log.matches("ERROR").count(), 2, "{log}");
    let (_, session) = cookie.split_once('=').unwrap();
    for secret in [CREDENTIAL, &token, session, "s3cret", "ada@example.com"] {
        assert!(!log.contains(secret), "{log}");
    }
}
