use std::sync::{Arc, Mutex};

use dioxus_core::{Element, VNode, consume_context};
use dioxus_hooks::{use_effect, use_memo};
use dioxus_signals::ReadableExt;
use glean_api::client::authentication::CreateToken;
use glean_api::dioxus_0_7::use_mutation;
use glean_api::mutation::Mutation;

use super::{Child, Window, nodes, showing, view};
use crate::mutation::{Stage, ok_after, ready, unchanged};

fn user() -> Element {
    let mutation: Mutation<CreateToken> = consume_context();
    view(use_mutation(|| mutation))
}

#[test]
fn two_components_that_use_one_mutation_show_the_same() {
    fn app() -> Element {
        nodes([user as Child, user])
    }
    let stage = Stage::playing([ok_after(1)]);
    let mut window = Window::with(&stage, app, stage.mutation());
    assert_eq!(window.shown(), ["idle", "idle"]);

    window.fire("click", 1);

    assert_eq!(window.shown(), ["pending", "pending"]);
    stage.pass(1);
    assert_eq!(window.shown(), ["success", "success"]);
}

#[test]
fn a_change_on_another_thread_shows() {
    let stage = Stage::new();
    let mutation = stage.mutation();
    let mut window = Window::with(&stage, user, mutation.clone());
    assert_eq!(window.shown(), ["idle"]);

    std::thread::scope(|threads| {
        threads.spawn(|| ready(mutation.mutate_async(unchanged())).unwrap());
    });

    assert_eq!(window.shown(), ["success"]);
}

#[test]
fn memos_and_effects_follow_the_state() {
    type Seen = Arc<Mutex<Vec<String>>>;
    fn app() -> Element {
        let (given, seen): (Mutation<CreateToken>, Seen) = consume_context();
        let mutation = use_mutation(|| given);
        let has_settled = use_memo(move || {
            let state = mutation.state();
            state.is_success() || state.is_error()
        });
        use_effect(move || {
            let text = format!(
                "{}, settled: {}",
                showing(&mutation.state()),
                has_settled.read()
            );
            seen.lock().unwrap().push(text);
        });
        VNode::empty()
    }
    let stage = Stage::new();
    let (mutation, seen) = (stage.mutation(), Seen::default());
    let context = (mutation.clone(), Arc::clone(&seen));
    let mut window = Window::with(&stage, app, context);
    window.shown();

    let call = mutation.mutate_async(unchanged());
    window.shown();
    ready(call).unwrap();
    window.shown();

    let seen = seen.lock().unwrap();
    assert_eq!(seen[0], "idle, settled: false");
    assert_eq!(seen[1], "pending, settled: false");
    assert_eq!(seen.last().unwrap(), "success, settled: true");
}
