use dioxus_core::{Element, consume_context};
use glean_api::Glean;
use glean_api::dioxus_0_7::use_create_token_mutation;
use glean_api::transport::retry::RetryConfig;
use glean_testkit::Reply;

use super::{Window, view};
use crate::mutation::{Stage, failure_after, ok_after};

fn sign_in() -> Element {
    let glean: Glean = consume_context();
    view(use_create_token_mutation(glean.core()))
}

#[test]
fn a_view_shows_idle_and_sends_nothing_by_itself() {
    let stage = Stage::new();

    let mut window = Window::open(&stage, sign_in);

    assert_eq!(window.shown(), ["idle"]);
    assert_eq!(stage.fake.calls(), 0);
}

#[test]
fn a_click_shows_pending_and_then_success() {
    let stage = Stage::playing([ok_after(1)]);
    let mut window = Window::open(&stage, sign_in);
    assert_eq!(window.shown(), ["idle"]);

    window.click();
    assert_eq!(window.shown(), ["pending"]);
    stage.pass(1);
    assert_eq!(window.shown(), ["success"]);

    assert_eq!(stage.fake.ledger().minted_for("ada@example.com"), 1);
}

#[test]
fn a_failure_shows_as_an_error() {
    let stage = Stage::playing([failure_after(1)]);
    let mut window = Window::open(&stage, sign_in);

    window.click();
    assert_eq!(window.shown(), ["idle", "pending"]);
    stage.pass(1);

    assert_eq!(window.shown(), ["error: 503"]);
}

#[test]
fn a_reset_shows_idle_again() {
    for (reply, ended) in [(ok_after(0), "success"), (failure_after(0), "error: 503")] {
        let stage = Stage::playing([reply]);
        let mut window = Window::open(&stage, sign_in);
        window.click();
        assert_eq!(window.shown().last().unwrap(), ended);

        window.fire("reset", 0);

        assert_eq!(window.shown(), ["idle"]);
    }
}

#[test]
fn a_second_call_while_one_is_pending_is_the_one_that_shows() {
    let stage = Stage::playing([ok_after(1), failure_after(2)]);
    let mut window = Window::open(&stage, sign_in);
    window.click();
    assert_eq!(window.shown(), ["idle", "pending"]);
    window.click();
    assert_eq!(window.shown(), [""; 0]);

    stage.pass(1);
    assert_eq!(window.shown(), [""; 0]);
    stage.pass(1);

    assert_eq!(window.shown(), ["error: 503"]);
    assert_eq!(stage.fake.calls(), 2);
}

#[test]
fn a_late_reply_is_ignored() {
    let stage = Stage::playing([failure_after(9), ok_after(1)]);
    let mut window = Window::open(&stage, sign_in);
    window.click();
    assert_eq!(window.shown(), ["idle", "pending"]);
    window.click();
    assert_eq!(window.shown(), [""; 0]);
    stage.pass(1);
    assert_eq!(window.shown(), ["success"]);

    stage.pass(8);

    assert_eq!(window.shown(), [""; 0]);
    assert_eq!(stage.fake.clock().pending_sleeps(), 0);
}

#[test]
fn a_reply_after_a_reset_is_ignored() {
    let stage = Stage::playing([ok_after(1)]);
    let mut window = Window::open(&stage, sign_in);
    window.click();
    assert_eq!(window.shown(), ["idle", "pending"]);
    window.fire("reset", 0);
    assert_eq!(window.shown(), ["idle"]);

    stage.pass(1);

    assert_eq!(window.shown(), [""; 0]);
    assert_eq!(stage.fake.clock().pending_sleeps(), 0);
}

#[test]
fn failures_show_while_the_call_is_still_retried() {
    let stage = Stage::retrying(RetryConfig::backoff());
    stage
        .fake
        .script([Reply::status(503).retry_after_seconds(5), Reply::ok()]);
    let mut window = Window::open(&stage, sign_in);

    window.click();
    let before = window.shown();
    stage.pass(5);

    assert_eq!(before.last().unwrap(), "pending, 1 failed");
    assert_eq!(window.shown(), ["success"]);
}
