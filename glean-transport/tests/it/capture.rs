//! A subscriber that keeps all it sees.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use ::tracing::field::{Field, Visit};
use ::tracing::span::{Attributes, Id, Record};
use ::tracing::subscriber::DefaultGuard;
use ::tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Everything that this thread traced since [`start`](Self::start), at every level.
#[derive(Clone, Default)]
pub(crate) struct Capture(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    spans: Vec<Noted>,
    events: Vec<Noted>,
}

/// A span or an event.
#[derive(Clone, Debug)]
pub(crate) struct Noted {
    pub(crate) name: &'static str,
    pub(crate) target: String,
    pub(crate) level: Level,
    /// Which span it lies in, if any.
    pub(crate) parent: Option<usize>,
    pub(crate) fields: BTreeMap<&'static str, String>,
    pub(crate) is_closed: bool,
}

/// Where a span stands in the list.
struct Place(usize);

impl Capture {
    /// Begins to listen on this thread, until the guard is dropped.
    pub(crate) fn start() -> (Self, DefaultGuard) {
        let capture = Self::default();
        let subscriber = tracing_subscriber::registry().with(capture.clone());
        (capture, subscriber.set_default())
    }

    pub(crate) fn spans(&self) -> Vec<Noted> {
        self.0.lock().unwrap().spans.clone()
    }

    pub(crate) fn events(&self) -> Vec<Noted> {
        self.0.lock().unwrap().events.clone()
    }

    /// Writes out all of it.
    pub(crate) fn everything(&self) -> String {
        let mut text = String::new();
        for noted in self.spans().iter().chain(&self.events()) {
            writeln!(text, "{noted:?}").unwrap();
        }
        text
    }
}

impl Noted {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Capture {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let place = |span: tracing_subscriber::registry::SpanRef<'_, S>| {
            span.extensions().get::<Place>().map(|place| place.0)
        };
        let mut noted = Noted {
            name: attributes.metadata().name(),
            target: attributes.metadata().target().to_owned(),
            level: *attributes.metadata().level(),
            parent: span.parent().and_then(place),
            fields: BTreeMap::new(),
            is_closed: false,
        };
        attributes.record(&mut Fields(&mut noted.fields));
        let spans = &mut self.0.lock().unwrap().spans;
        span.extensions_mut().insert(Place(spans.len()));
        spans.push(noted);
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        let span = context.span(id).unwrap();
        let extensions = span.extensions();
        let place = extensions.get::<Place>().unwrap().0;
        let spans = &mut self.0.lock().unwrap().spans;
        record.record(&mut Fields(&mut spans[place].fields));
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let span = context.event_span(event);
        let mut noted = Noted {
            name: event.metadata().name(),
            target: event.metadata().target().to_owned(),
            level: *event.metadata().level(),
            parent: span.and_then(|span| span.extensions().get::<Place>().map(|it| it.0)),
            fields: BTreeMap::new(),
            is_closed: true,
        };
        event.record(&mut Fields(&mut noted.fields));
        self.0.lock().unwrap().events.push(noted);
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        let span = context.span(&id).unwrap();
        let extensions = span.extensions();
        let place = extensions.get::<Place>().unwrap().0;
        self.0.lock().unwrap().spans[place].is_closed = true;
    }
}

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}
