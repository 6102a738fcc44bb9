use std::net::SocketAddr;
use std::rc::Rc;

use glean_api::transport::hyper_util_0_1::HyperTransport;
use glean_api::transport::tower_service_0_3::{TowerTransport, TransportService};
use tokio::runtime::Runtime;

use super::by_hand::WithHyper;
use super::{USER, builder};
use crate::{Case, Group, Result};

pub(crate) fn group(runtime: &Rc<Runtime>, server: SocketAddr) -> Result<Group> {
    let by_hand = |name, with: WithHyper| Case::on(runtime, name, async move || with.call().await);
    let glean = builder(server).transport(HyperTransport::new()).build()?;
    let builder = || builder(server).act_as(USER);
    let acting = builder().transport(HyperTransport::new()).build()?;
    let service = TransportService::new(HyperTransport::new());
    let tower = builder().transport(TowerTransport::new(service)).build()?;
    Ok(Group {
        name: "over hyper",
        cases: vec![
            by_hand("hyper by hand", WithHyper::new(server)?),
            by_hand("hyper by hand, against itself", WithHyper::new(server)?),
            by_hand(
                "hyper by hand, without a time-out",
                WithHyper::new(server)?.without_timeout(),
            ),
            Case::on(runtime, "hyper, user of the client", async move || {
                acting.client().authentication().create_token().await
            }),
            Case::on(runtime, "hyper, user of the call", async move || {
                let call = glean.client().authentication().create_token();
                call.act_as(USER).await
            }),
            Case::on(
                runtime,
                "hyper, out and in through tower",
                async move || tower.client().authentication().create_token().await,
            ),
        ],
        is_cold: false,
    })
}
