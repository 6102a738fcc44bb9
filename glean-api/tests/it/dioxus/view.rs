use dioxus_core::{
    Attribute, AttributeValue, DynamicNode, Element, Event, Template, TemplateAttribute,
    TemplateNode, VComponent, VNode, VText,
};
use glean_api::RequestOptions;
use glean_api::client::authentication::CreateToken;
use glean_api::dioxus_0_7::UseMutation;
use glean_api::mutation::MutationState;

/// A button with a text, which mutates when clicked and resets on `reset`.
const BUTTON: Template = Template {
    roots: &[TemplateNode::Element {
        tag: "button",
        namespace: None,
        attrs: &[
            TemplateAttribute::Dynamic { id: 0 },
            TemplateAttribute::Dynamic { id: 1 },
        ],
        children: &[TemplateNode::Dynamic { id: 0 }],
    }],
    node_paths: &[&[0, 0]],
    attr_paths: &[&[0], &[0]],
};

/// A place for other nodes.
const PLACE: Template = Template {
    roots: &[TemplateNode::Dynamic { id: 0 }],
    node_paths: &[&[0]],
    attr_paths: &[],
};

/// Renders a mutation as such a button, whose text is what the state says.
pub(super) fn view(mutation: UseMutation<CreateToken>) -> Element {
    let on = |name, run: Box<dyn Fn()>| {
        let listener = AttributeValue::listener(move |_: Event<()>| run());
        [Attribute::new(name, listener, None, false)].into()
    };
    let text = VText::new(showing(&mutation.state()));
    Ok(VNode::new(
        None,
        BUTTON,
        Box::new([DynamicNode::Text(text)]),
        Box::new([
            on(
                "onclick",
                Box::new(move || mutation.mutate(RequestOptions::new())),
            ),
            on("onreset", Box::new(move || mutation.reset())),
        ]),
    ))
}

/// What a view shows of a state: its status, and the status code or failures so far.
pub(super) fn showing(state: &MutationState<CreateToken>) -> String {
    let code = state.error().and_then(|error| error.status());
    match (code, state.failure_count()) {
        (Some(code), _) => format!("{}: {}", state.status(), code.as_u16()),
        (None, 0) => state.status().to_string(),
        (None, failures) => format!("{}, {failures} failed", state.status()),
    }
}

/// A component without properties.
pub(super) type Child = fn() -> Element;

/// Renders components beside each other.
pub(super) fn nodes(components: impl IntoIterator<Item = Child>) -> Element {
    let nodes = components.into_iter().map(|component| {
        let component = VComponent::new(component, (), "Child");
        VNode::new(
            None,
            PLACE,
            Box::new([DynamicNode::Component(component)]),
            Box::new([]),
        )
    });
    let nodes: Vec<VNode> = nodes.collect();
    let nodes = match nodes.is_empty() {
        true => DynamicNode::default(),
        false => DynamicNode::Fragment(nodes),
    };
    Ok(VNode::new(None, PLACE, Box::new([nodes]), Box::new([])))
}
