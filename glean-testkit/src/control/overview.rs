use serde_json::{Value, json};

use super::{GET, PATH, POST};
use crate::GleanModel;
use crate::contract::provenance;
use crate::fake::Shared;
use crate::ledger::Ledger;

pub(super) fn overview(shared: &Shared) -> Value {
    let paths = |names: &[&str]| -> Vec<String> {
        names.iter().map(|name| format!("{PATH}{name}")).collect()
    };
    shared.read(|model| {
        json!({
            "name": "fake-glean",
            "version": env!("CARGO_PKG_VERSION"),
            "contract": provenance(),
            "seed": model.config().seed,
            "calls": model.calls(),
            "minted": model.ledger().len(),
            "steps_left": model.steps_left(),
            "get": paths(GET),
            "post": paths(POST),
        })
    })
}

pub(super) fn requests(model: &GleanModel) -> Value {
    json!({
        "count": model.received(),
        "calls": model.calls(),
        "requests": model.requests(),
    })
}

pub(super) fn ledger(ledger: &Ledger) -> Value {
    json!({
        "count": ledger.len(),
        "by_user": ledger.by_user(),
        "minted": ledger.iter().collect::<Vec<_>>(),
    })
}

pub(super) fn verification(model: &GleanModel) -> Value {
    match model.check() {
        Ok(()) => json!({"passed": true}),
        Err(error) => json!({"passed": false, "report": error.to_string()}),
    }
}
