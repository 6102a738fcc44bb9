//! Requests on several connections.

use std::net::SocketAddr;

use glean_testkit::{FakeGlean, Fault, Phase, Reply};

use super::client::{Client, Tls, address};
use super::{bounded, wiremock};
use crate::group::runtime;
use crate::{Case, Group, Result};

/// On 32 connections at once, each kept alive.
pub(super) fn thirty_two() -> Result<Group> {
    let runtime = runtime()?;
    let (wiremock, itself) = (wiremock(&runtime), wiremock(&runtime));
    let (fake, bounded) = (FakeGlean::blocking(), bounded().blocking());
    let addresses = (*wiremock.address(), *itself.address());
    let fakes = (address(&fake)?, address(&bounded)?);
    Ok(Group {
        name: "32 connections",
        cases: vec![
            at_once("32 to wiremock", wiremock, addresses.0)?,
            at_once("32 to wiremock, against itself", itself, addresses.1)?,
            at_once("32 to the fake", fake, fakes.0)?,
            at_once("32 to the fake, keeping the last 1,000", bounded, fakes.1)?,
        ],
        is_cold: false,
    })
}

/// On a connection of its own each.
pub(super) fn one_each() -> Result<Group> {
    let wiremock = wiremock(&*runtime()?);
    let tls = Tls::new()?;
    let secure = bounded().tls(tls.identity()).blocking();
    Ok(Group {
        name: "a connection each",
        cases: vec![
            Case::blocking("wiremock", move || {
                Client::connect(*wiremock.address())?.call()
            }),
            fresh("the fake, keeping the last 1,000", None)?,
            fresh("the same, each reply truncated", Some(Fault::truncate(20)))?,
            fresh(
                "the same, each reset after minting",
                Some(Fault::reset(Phase::AfterMint)),
            )?,
            Case::blocking("the same, over TLS", move || {
                tls.connect(address(&secure)?)?.call()
            }),
        ],
        is_cold: false,
    })
}

fn at_once(name: &'static str, server: impl Sized + 'static, address: SocketAddr) -> Result<Case> {
    let clients = (0..32).map(|_| Client::connect(address));
    let mut clients = clients.collect::<Result<Vec<_>>>()?;
    let most = clients.len() as u32;
    Ok(Case::in_batches(name, most, move |count| {
        // It is to live as long as it is asked.
        let _server = &server;
        let clients = &mut clients[..count as usize];
        clients.iter_mut().try_for_each(Client::ask)?;
        clients.iter_mut().try_for_each(Client::read)
    }))
}

/// Asks on a new connection, and expects the reply to arrive unless it is struck.
fn fresh(name: &'static str, fault: Option<Reply>) -> Result<Case> {
    let fake = bounded().blocking();
    let address = address(&fake)?;
    Ok(Case::blocking(name, move || {
        fake.script(fault.clone());
        let arrived = Client::connect(address)?.call().is_ok();
        if arrived != fault.is_none() {
            return Err("a fault did not strike, or there was none to".into());
        }
        Result::<()>::Ok(())
    }))
}
