use dioxus_core::{Element, consume_context, generation};
use glean_api::client::authentication::CreateToken;
use glean_api::dioxus_0_7::{use_create_token_mutation, use_mutation};
use glean_api::mutation::Mutation;
use glean_api::{Glean, RequestOptions};

use super::{Child, Window, nodes, view};
use crate::mutation::{Stage, ok_after, poll, ready};

/// Uses the mutation that the test gave.
fn child() -> Element {
    let mutation: Mutation<CreateToken> = consume_context();
    view(use_mutation(|| mutation))
}

/// Shows a child at the first rendering alone.
fn once() -> Element {
    nodes((generation() == 0).then_some(child as Child))
}

impl Window {
    /// Renders the component of the application anew.
    fn render_app(&mut self) -> Vec<String> {
        self.dom.mark_dirty(dioxus_core::ScopeId::APP);
        self.shown()
    }
}

#[test]
fn to_unmount_while_pending_cancels_the_call() {
    let stage = Stage::playing([ok_after(1)]);
    let mutation = stage.mutation();
    let mut window = Window::with(&stage, once, mutation.clone());
    window.click();
    assert_eq!(window.shown(), ["idle", "pending"]);
    assert!(stage.fake.clock().pending_sleeps() > 0);

    window.render_app();

    assert_eq!(stage.fake.clock().pending_sleeps(), 0);
    assert!(mutation.state().is_idle());
    stage.pass(1);
    assert_eq!(window.shown(), [""; 0]);
}

#[test]
fn a_reply_after_the_component_has_gone_reaches_the_mutation_alone() {
    let stage = Stage::playing([ok_after(1)]);
    let mutation = stage.mutation();
    let mut window = Window::with(&stage, once, mutation.clone());
    let mut call = mutation.mutate_async(RequestOptions::new());
    assert!(poll(&mut call).is_pending());
    assert_eq!(window.shown(), ["idle", "pending"]);
    window.render_app();

    stage.pass(1);
    ready(call).unwrap();

    assert!(mutation.state().is_success());
    assert_eq!(window.shown(), [""; 0]);
}

#[test]
fn to_close_the_window_cancels_the_call() {
    let stage = Stage::playing([ok_after(1)]);
    let mutation = stage.mutation();
    let mut window = Window::with(&stage, child, mutation.clone());
    window.click();
    assert_eq!(window.shown(), ["idle", "pending"]);

    drop(window);

    assert_eq!(stage.fake.clock().pending_sleeps(), 0);
    assert!(mutation.state().is_idle());
}

#[test]
fn a_component_rendered_anew_keeps_its_mutation() {
    fn sign_in() -> Element {
        let glean: Glean = consume_context();
        view(use_create_token_mutation(glean.core()))
    }
    let stage = Stage::playing([ok_after(1)]);
    let mut window = Window::open(&stage, sign_in);
    window.click();
    assert_eq!(window.shown(), ["idle", "pending"]);

    assert_eq!(window.render_app(), [""; 0]);
    stage.pass(1);

    assert_eq!(window.shown(), ["success"]);
}

#[test]
fn a_call_begun_in_a_child_outlives_that_child() {
    fn app() -> Element {
        let glean: Glean = consume_context();
        let mutation = use_create_token_mutation(glean.core());
        dioxus_core::provide_context(mutation);
        let _follow = mutation.state();
        nodes((generation() == 0).then_some(button as Child))
    }
    fn button() -> Element {
        view(consume_context())
    }
    let stage = Stage::playing([ok_after(1)]);
    let mut window = Window::open(&stage, app);
    window.click();
    window.shown(); // the application is rendered anew, without the child

    assert!(stage.fake.clock().pending_sleeps() > 0);
    stage.pass(1);
    window.shown();

    assert_eq!(stage.fake.clock().pending_sleeps(), 0);
    assert_eq!(stage.fake.ledger().minted_for("ada@example.com"), 1);
}
