//! Building a client in a new process: nothing is loaded, and no page is warm.

use std::net::SocketAddr;
use std::rc::Rc;

use glean_api::Glean;
use tokio::runtime::Runtime;

use crate::{Case, Group, Result};

pub(crate) fn group(_: &Rc<Runtime>, _: SocketAddr) -> Result<Group> {
    let builder = || Glean::builder().api_token("glean_global");
    Ok(Group {
        name: "cold start",
        cases: vec![
            Case::blocking("build a reqwest client", || {
                reqwest::Client::builder().build()
            }),
            Case::blocking("build a client for https", move || {
                builder().instance("acme").build()
            }),
            Case::blocking("build a client for http to loopback", move || {
                builder().server_url("http://127.0.0.1:8080").build()
            }),
        ],
        is_cold: true,
    })
}
