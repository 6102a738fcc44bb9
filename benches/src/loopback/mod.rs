//! A whole call over a socket to another process, over each backend, against the same call written
//! by hand with the bare library.

mod by_hand;
mod hyper;
mod in_flight;
mod reqwest;

use std::net::SocketAddr;
use std::time::Duration;

use glean_api::{Glean, GleanBuilder};

pub(crate) use hyper::group as hyper;
pub(crate) use in_flight::group as in_flight;
pub(crate) use reqwest::group as reqwest;

const TOKEN: &str = "glean_global";
const USER: &str = "ada@example.com";
const TIMEOUT: Duration = Duration::from_secs(30);

fn url(server: SocketAddr) -> String {
    format!("http://{server}/rest/api/v1/createauthtoken")
}

fn builder(server: SocketAddr) -> GleanBuilder {
    let server_url = format!("http://{server}");
    Glean::builder().server_url(server_url).api_token(TOKEN)
}
