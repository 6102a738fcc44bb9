//! The fake Glean server beside a bare wiremock server: starting it, and calling it.

mod client;
mod connections;
mod in_process;
mod one_connection;
mod start;

use glean_testkit::FakeGlean;
use tokio::runtime::Runtime;
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::{Case, Group, Result, reply};

/// Makes a group.
pub type Make = fn() -> Result<Group>;

/// What makes the groups, in the order of printing.
pub const GROUPS: [Make; 6] = [
    start::cold,
    start::warm,
    one_connection::group,
    connections::thirty_two,
    connections::one_each,
    in_process::group,
];

/// Gives the case named `name` of those that run in a process of their own.
///
/// # Errors
///
/// Returns an error if there is no such case.
pub fn cold_case(name: &str) -> Result<Case> {
    let mut cases = start::cold()?.cases.into_iter();
    let case = cases.find(|case| case.name == name);
    case.ok_or_else(|| format!("there is no case `{name}`").into())
}

/// Starts a wiremock server with one mock, whose reply is always the same.
///
/// It is none of wiremock's pool, which would keep it for the next one.
fn wiremock(runtime: &Runtime) -> MockServer {
    serving(runtime, MockServer::builder())
}

fn serving(runtime: &Runtime, builder: wiremock::MockServerBuilder) -> MockServer {
    let reply = ResponseTemplate::new(200).set_body_raw(reply::MINTED, "application/json");
    runtime.block_on(async {
        let server = builder.start().await;
        Mock::given(any()).respond_with(reply).mount(&server).await;
        server
    })
}

/// Configures a fake that keeps a thousand requests, and no more the longer it is measured.
fn bounded() -> glean_testkit::FakeGleanBuilder {
    FakeGlean::builder().keep_last(1_000)
}
