//! Calls beside each other, as a web backend makes them.

use std::net::SocketAddr;
use std::rc::Rc;

use glean_api::transport::hyper_util_0_1::HyperTransport;
use tokio::runtime::Runtime;

use super::by_hand::{WithHyper, WithReqwest};
use super::{USER, builder};
use crate::{Case, Group, Result};

pub(crate) fn group(runtime: &Rc<Runtime>, server: SocketAddr) -> Result<Group> {
    let (reqwest, hyper) = (WithReqwest::new(server)?, WithHyper::new(server)?);
    let builder = || builder(server).act_as(USER);
    let over_reqwest = builder().build()?;
    let over_hyper = builder().transport(HyperTransport::new()).build()?;
    Ok(Group {
        name: "32 in flight",
        cases: vec![
            Case::in_flight(runtime, "32 over reqwest by hand", async move || {
                reqwest.call().await
            }),
            Case::in_flight(runtime, "32 over reqwest", async move || {
                over_reqwest.client().authentication().create_token().await
            }),
            Case::in_flight(runtime, "32 over hyper by hand", async move || {
                hyper.call().await
            }),
            Case::in_flight(runtime, "32 over hyper", async move || {
                over_hyper.client().authentication().create_token().await
            }),
        ],
        is_cold: false,
    })
}
