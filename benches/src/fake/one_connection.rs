//! Requests on one connection that is kept alive.

use std::io::{Read, Write};
use std::time::Duration;

use glean_testkit::{FakeGlean, Fault, Reply};
use wiremock::MockServer;

use super::client::{Client, Tls, address};
use super::{bounded, serving, wiremock};
use crate::group::runtime;
use crate::{Case, Group, Result};

pub(super) fn group() -> Result<Group> {
    let runtime = runtime()?;
    let silent = MockServer::builder().disable_request_recording();
    let tls = Tls::new()?;
    let secure = bounded().tls(tls.identity()).blocking();
    let over_tls = tls.connect(address(&secure)?)?;
    Ok(Group {
        name: "one connection",
        cases: vec![
            of_wiremock("wiremock", wiremock(&runtime))?,
            of_wiremock("wiremock, against itself", wiremock(&runtime))?,
            of_wiremock("wiremock, recording nothing", serving(&runtime, silent))?,
            of_the_fake("the fake", FakeGlean::blocking())?,
            of_the_fake("the fake, keeping the last 1,000", bounded().blocking())?,
            of_the_fake(
                "the same, with a latency of zero",
                bounded().latency(Duration::ZERO).blocking(),
            )?,
            scripted("the same, each reply scripted", Reply::ok())?,
            scripted("the same, each dripped", Fault::drip(Duration::ZERO))?,
            of("the same, over TLS", secure, over_tls),
        ],
        is_cold: false,
    })
}

fn of_wiremock(name: &'static str, server: MockServer) -> Result<Case> {
    let client = Client::connect(*server.address())?;
    Ok(of(name, server, client))
}

fn of_the_fake(name: &'static str, fake: FakeGlean) -> Result<Case> {
    let client = Client::connect(address(&fake)?)?;
    Ok(of(name, fake, client))
}

/// Scripts a step for each request.
fn scripted(name: &'static str, step: Reply) -> Result<Case> {
    let fake = bounded().blocking();
    let mut client = Client::connect(address(&fake)?)?;
    Ok(Case::blocking(name, move || {
        fake.script([step.clone()]);
        client.call()
    }))
}

fn of<S: Read + Write + 'static>(
    name: &'static str,
    server: impl Sized + 'static,
    mut client: Client<S>,
) -> Case {
    Case::blocking(name, move || {
        // It is to live as long as it is asked.
        let _server = &server;
        client.call()
    })
}
