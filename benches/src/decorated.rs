//! What the decorators add to a call over a transport that answers from memory.

use std::net::SocketAddr;
use std::rc::Rc;

use glean_api::Glean;
use glean_api::transport::decorate::Hooks;
use glean_api::transport::{Transport, TransportExt};
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::runtime::Runtime;

use crate::in_memory::{Memory, USER};
use crate::{Case, Group, Result};

struct Nothing;

impl Hooks for Nothing {}

pub(crate) fn group(runtime: &Rc<Runtime>, _: SocketAddr) -> Result<Group> {
    let region = HeaderName::from_static("x-region");
    let headers = HeaderMap::from_iter([(region, HeaderValue::from_static("eu-west-1"))]);
    Ok(Group {
        name: "decorated, in memory",
        cases: vec![
            case(runtime, "undecorated", Memory)?,
            case(runtime, "undecorated, against itself", Memory)?,
            case(
                runtime,
                "with a default header",
                Memory.with_default_headers(headers),
            )?,
            case(
                runtime,
                "with hooks that do nothing",
                Memory.with_hooks(Nothing),
            )?,
            case(
                runtime,
                "with tracing that nobody listens to",
                Memory.with_tracing(),
            )?,
        ],
        is_cold: false,
    })
}

fn case(runtime: &Rc<Runtime>, name: &'static str, transport: impl Transport) -> Result<Case> {
    let builder = Glean::builder().instance("acme").api_token("glean_global");
    let glean = builder.act_as(USER).transport(transport).build()?;
    Ok(Case::on(runtime, name, async move || {
        glean.client().authentication().create_token().await
    }))
}
