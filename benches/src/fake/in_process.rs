//! The same request over a socket, by the client's own backends, and in process.

use std::rc::Rc;

use bytes::Bytes;
use glean_api::transport::Transport;
use glean_api::transport::hyper_util_0_1::HyperTransport;
use glean_api::transport::reqwest_0_13::ReqwestTransport;
use glean_testkit::FakeGlean;
use http::Request;
use tokio::runtime::Runtime;

use super::bounded;
use crate::group::runtime;
use crate::{Case, Group, Result};

pub(super) fn group() -> Result<Group> {
    let runtime = runtime()?;
    let (in_process, bounded_one) = (FakeGlean::in_process(), bounded().in_process());
    let transports = (in_process.transport(), bounded_one.transport());
    let case = |name, fake, transport| case(&runtime, name, fake, transport);
    Ok(Group {
        name: "through a transport",
        cases: vec![
            case(
                "over a socket, by hyper",
                bounded().blocking(),
                Box::new(HyperTransport::new()),
            )?,
            case(
                "over a socket, by reqwest",
                bounded().blocking(),
                Box::new(ReqwestTransport::new()),
            )?,
            case("in process", in_process, Box::new(transports.0))?,
            case(
                "in process, keeping the last 1,000",
                bounded_one,
                Box::new(transports.1),
            )?,
        ],
        is_cold: false,
    })
}

fn case(
    runtime: &Rc<Runtime>,
    name: &'static str,
    fake: FakeGlean,
    transport: Box<dyn Transport>,
) -> Result<Case> {
    let request = Request::post(format!("{}/rest/api/v1/createauthtoken", fake.url()))
        .header("accept", "application/json")
        .header("user-agent", "glean-rust/0.1.0")
        .header("authorization", "Bearer glean_global")
        .header("x-glean-actas", "ada@example.com")
        .header("content-length", "0")
        .body(Bytes::new())?;
    Ok(Case::on(runtime, name, async move || {
        let response = (*transport).send(request.clone()).await?;
        if response.status() != 200 {
            // With the fake, which is to live as long as it is asked.
            return Err(format!("{} of {fake:?}", response.status()).into());
        }
        Result::<()>::Ok(())
    }))
}
