//! Building the request and reading the reply, without sending anything.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::rc::Rc;

use glean_api::client::authentication::CreateToken;
use glean_api::operation::{Endpoint, Operation};
use glean_api::{Error, RequestOptions};
use http::StatusCode;
use tokio::runtime::Runtime;

use crate::reply::{self, Derived};
use crate::{Case, Group, Result};

const PROBLEM: &str = r#"{"title":"Unauthorized","status":401,"code":"token_expired"}"#;
const MISFIT: &str = r#"{"token":"gln_2c9f0e6d1b7a4f58","expirationTime":"soon"}"#;

pub(crate) fn group(_: &Rc<Runtime>, _: SocketAddr) -> Result<Group> {
    let options = RequestOptions::new()
        .instance("acme")
        .api_token("glean_global")
        .act_as("ada@example.com");
    let endpoint = Endpoint::new(&options)?;
    Ok(Group {
        name: "codec",
        cases: vec![
            Case::blocking("make a reply (part of those that read one)", || {
                Ok::<_, Infallible>(reply::minted())
            }),
            Case::blocking("read a 200 into a derived struct", || {
                serde_json::from_slice::<Derived>(reply::minted().body())
            }),
            Case::blocking("read a 200", || CreateToken::response(reply::minted())),
            Case::blocking("read a 200 that does not fit", || {
                refused(StatusCode::OK, MISFIT)
            }),
            Case::blocking("read a 401 with a problem", || {
                refused(StatusCode::UNAUTHORIZED, PROBLEM)
            }),
            Case::blocking("build the request", move || {
                Ok::<_, Infallible>(CreateToken.request(&endpoint))
            }),
        ],
        is_cold: false,
    })
}

fn refused(status: StatusCode, body: &'static str) -> Result<Error, &'static str> {
    match CreateToken::response(reply::json(status, body)) {
        Ok(_) => Err("a bad reply was taken for a good one"),
        Err(error) => Ok(error),
    }
}
