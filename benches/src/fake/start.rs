//! Starting a server.

use std::convert::Infallible;

use glean_testkit::FakeGlean;
use wiremock::MockServer;

use crate::group::runtime;
use crate::{Case, Group, Result};

/// The first server of a process, which is not stopped.
pub(super) fn cold() -> Result<Group> {
    let runtime = runtime()?;
    Ok(Group {
        name: "the first start",
        cases: vec![
            kept("start wiremock", move || {
                runtime.block_on(MockServer::builder().start())
            }),
            kept("start the fake", FakeGlean::blocking),
            kept("make a fake in process", FakeGlean::in_process),
        ],
        is_cold: true,
    })
}

/// Any further one.
pub(super) fn warm() -> Result<Group> {
    let runtime = runtime()?;
    Ok(Group {
        name: "start and stop",
        cases: vec![
            Case::blocking("start wiremock, and stop it", move || {
                Ok::<_, Infallible>(runtime.block_on(MockServer::builder().start()))
            }),
            Case::blocking("start the fake, and stop it", || {
                Ok::<_, Infallible>(FakeGlean::blocking())
            }),
            Case::blocking("make a fake in process, and drop it", || {
                Ok::<_, Infallible>(FakeGlean::in_process())
            }),
        ],
        is_cold: false,
    })
}

/// Keeps what is started until the case is dropped, so that no stop is timed.
fn kept<T: 'static>(name: &'static str, start: impl Fn() -> T + 'static) -> Case {
    let mut kept = Vec::new();
    Case::blocking(name, move || {
        kept.push(start());
        Ok::<_, Infallible>(())
    })
}
