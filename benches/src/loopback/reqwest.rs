use std::net::SocketAddr;
use std::rc::Rc;

use tokio::runtime::Runtime;

use super::by_hand::{FromStrings, WithReqwest};
use super::{USER, builder};
use crate::{Case, Group, Result};

pub(crate) fn group(runtime: &Rc<Runtime>, server: SocketAddr) -> Result<Group> {
    let by_hand =
        |name, with: WithReqwest| Case::on(runtime, name, async move || with.call().await);
    let strings = FromStrings::new(server)?;
    let (glean, acting) = (
        builder(server).build()?,
        builder(server).act_as(USER).build()?,
    );
    Ok(Group {
        name: "over reqwest",
        cases: vec![
            by_hand(
                "reqwest by hand, parsed beforehand",
                WithReqwest::new(server)?,
            ),
            by_hand("the same, against itself", WithReqwest::new(server)?),
            by_hand(
                "the same, without a time-out",
                WithReqwest::new(server)?.without_timeout(),
            ),
            Case::on(runtime, "reqwest by hand, from strings", async move || {
                strings.call().await
            }),
            Case::on(runtime, "reqwest, user of the client", async move || {
                acting.client().authentication().create_token().await
            }),
            Case::on(runtime, "reqwest, user of the call", async move || {
                let call = glean.client().authentication().create_token();
                call.act_as(USER).await
            }),
        ],
        is_cold: false,
    })
}
