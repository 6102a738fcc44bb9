use std::net::SocketAddr;
use std::rc::Rc;

use tokio::runtime::{Builder, Runtime};

use crate::{Case, Result, codec, cold_start, decorated, in_memory, loopback, token_cache};

/// Cases to be compared; the first is the baseline.
#[derive(Debug)]
pub struct Group {
    /// What the cases have in common.
    pub name: &'static str,
    /// The cases.
    pub cases: Vec<Case>,
    /// Whether a case is to run but once, in a process of its own, where nothing is warm.
    pub is_cold: bool,
}

type Make = fn(&Rc<Runtime>, SocketAddr) -> Result<Group>;

/// In the order of printing. A cold case comes before whatever would warm it.
const GROUPS: [Make; 9] = [
    cold_start::group,
    codec::group,
    in_memory::group,
    loopback::reqwest,
    loopback::hyper,
    loopback::in_flight,
    decorated::group,
    token_cache::hits,
    token_cache::waiters,
];

impl Group {
    /// Makes all groups; the cases over a socket call `server`.
    ///
    /// # Errors
    ///
    /// Returns an error if a client can't be built.
    pub fn all(server: SocketAddr) -> Result<Vec<Self>> {
        let runtime = runtime()?;
        GROUPS.iter().map(|make| make(&runtime, server)).collect()
    }

    /// Gives the case named `name`, and makes no more than its group and those before.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such case, or a client can't be built.
    pub fn case(name: &str, server: SocketAddr) -> Result<Case> {
        let runtime = runtime()?;
        for make in GROUPS {
            let cases = make(&runtime, server)?.cases;
            if let Some(case) = cases.into_iter().find(|case| case.name == name) {
                return Ok(case);
            }
        }
        Err(format!("there is no case `{name}`").into())
    }
}

/// Makes a runtime that does all work on this thread, so that all of it is counted.
pub(crate) fn runtime() -> Result<Rc<Runtime>> {
    Ok(Rc::new(Builder::new_current_thread().enable_all().build()?))
}
