use std::any::Any;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Waker};

use dioxus_core::{Element, ElementId, Event, Mutation, Mutations, VirtualDom};

use crate::mutation::Stage;

/// A virtual DOM with a client in its root context, and what its texts were made to say.
pub(super) struct Window {
    pub(super) dom: VirtualDom,
    buttons: Vec<ElementId>,
    texts: Vec<String>,
}

impl Window {
    pub(super) fn open(stage: &Stage, app: fn() -> Element) -> Self {
        Self::with(stage, app, ())
    }

    /// Opens one whose components also find `context`.
    pub(super) fn with<C: Clone + 'static>(
        stage: &Stage,
        app: fn() -> Element,
        context: C,
    ) -> Self {
        let dom = VirtualDom::new(app)
            .with_root_context(stage.glean.clone())
            .with_root_context(context);
        let mut window = Self {
            dom,
            buttons: Vec::new(),
            texts: Vec::new(),
        };
        let edits = window.dom.rebuild_to_vec();
        window.paint(edits);
        window
    }

    /// Clicks the button that was the first to come.
    pub(super) fn click(&self) {
        self.fire("click", 0);
    }

    pub(super) fn fire(&self, event: &str, button: usize) {
        let data: Rc<dyn Any> = Rc::new(());
        let runtime = self.dom.runtime();
        runtime.handle_event(event, Event::new(data, true), self.buttons[button]);
    }

    /// Runs and renders all that can go on, and gives what the texts were made to say since the last
    /// time, in order.
    pub(super) fn shown(&mut self) -> Vec<String> {
        while self.has_work() {
            let edits = self.dom.render_immediate_to_vec();
            self.paint(edits);
        }
        std::mem::take(&mut self.texts)
    }

    fn has_work(&mut self) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        pin!(self.dom.wait_for_work()).poll(&mut context).is_ready()
    }

    fn paint(&mut self, edits: Mutations) {
        for edit in edits.edits {
            match edit {
                Mutation::CreateTextNode { value, .. } | Mutation::SetText { value, .. } => {
                    self.texts.push(value);
                }
                Mutation::NewEventListener { name, id } if name == "click" => self.buttons.push(id),
                _ => {}
            }
        }
    }
}
