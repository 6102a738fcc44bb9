use bytes::Bytes;
use http::Response;
use serde::Deserialize;

use super::done;
use super::problem::Problem;
use crate::contract::{self, Given};
use crate::fake::Shared;
use crate::settings::{StepSettings, read};

/// What a Pact verifier sends before and after an interaction.
#[derive(Deserialize)]
struct StateChange {
    state: Option<String>,
    #[serde(default)]
    action: Action,
    #[serde(default)]
    params: Option<Params>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    #[default]
    Setup,
    Teardown,
}

/// A verifier may add parameters of its own, so unknown ones are ignored.
#[derive(Default, Deserialize)]
struct Params {
    steps: Option<Vec<StepSettings>>,
}

pub(super) fn change(shared: &Shared, body: &Bytes) -> Result<Response<Bytes>, Problem> {
    let change: StateChange = read(body)?;
    if change.action == Action::Teardown {
        shared.reset();
        return Ok(done());
    }
    let params = change.params.unwrap_or_default();
    let given = given(change.state.as_deref(), &params)?;
    shared.reset();
    if let Some(given) = given {
        shared.change(|model| model.set_up(given));
    }
    let steps = params.steps.unwrap_or_default().into_iter();
    shared.script(steps.flat_map(StepSettings::steps));
    Ok(done())
}

/// Finds what holds in a state; `None` is the fake as it began.
fn given(state: Option<&str>, params: &Params) -> Result<Option<&'static Given>, Problem> {
    let Some(state) = state.filter(|state| !state.is_empty()) else {
        return Ok(None);
    };
    match contract::case(state).and_then(contract::Case::server) {
        Some(case) => Ok(Some(&case.given)),
        None if params.steps.is_some() => Ok(None),
        None => Err(Problem::bad_request(
            "a state is the id of a case that `fake-glean cases` lists for a server, or has `steps` \
             among its `params`",
        )),
    }
}
