//! A whole call over a socket to another process, against the same call written by hand.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use glean_api::Glean;
use glean_api::models::CreateAuthTokenResponse;
use http::header::{ACCEPT, AUTHORIZATION};
use http::{HeaderName, HeaderValue, StatusCode};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};
use tokio::runtime::Runtime;

use crate::{Case, Group, Result};

const TOKEN: &str = "glean_global";
const USER: &str = "ada@example.com";
const TIMEOUT: Option<Duration> = Some(Duration::from_secs(30));

pub(crate) fn group(runtime: &Rc<Runtime>, server: SocketAddr) -> Result<Group> {
    let builder = || {
        let server_url = format!("http://{server}");
        Glean::builder().server_url(server_url).api_token(TOKEN)
    };
    let (glean, acting) = (builder().build()?, builder().act_as(USER).build()?);
    Ok(Group {
        name: "loopback",
        cases: vec![
            parsed(runtime, "by hand, parsed beforehand", server, TIMEOUT)?,
            parsed(runtime, "the same, against itself", server, TIMEOUT)?,
            parsed(runtime, "the same, without a time-out", server, None)?,
            strings(runtime, "by hand, from strings", server)?,
            Case::on(runtime, "user of the client", async move || {
                acting.client().authentication().create_token().await
            }),
            Case::on(runtime, "user of the call", async move || {
                let call = glean.client().authentication().create_token();
                call.act_as(USER).await
            }),
        ],
        is_cold: false,
    })
}

/// By hand as most write it: the URL and the headers are strings, and parsed at each call.
fn strings(runtime: &Rc<Runtime>, name: &'static str, server: SocketAddr) -> Result<Case> {
    let client = client()?;
    let url = url(server);
    Ok(Case::on(runtime, name, async move || {
        let request = client
            .post(&url)
            .bearer_auth(TOKEN)
            .header("Accept", "application/json")
            .header("X-Glean-ActAs", USER);
        send(request, TIMEOUT).await
    }))
}

/// By hand as best one can: the URL and the headers are parsed beforehand.
fn parsed(
    runtime: &Rc<Runtime>,
    name: &'static str,
    server: SocketAddr,
    timeout: Option<Duration>,
) -> Result<Case> {
    const ACT_AS: HeaderName = HeaderName::from_static("x-glean-actas");
    let client = client()?;
    let url = Url::parse(&url(server))?;
    let authorization = HeaderValue::from_str(&format!("Bearer {TOKEN}"))?;
    let accept = HeaderValue::from_static("application/json");
    let user = HeaderValue::from_str(USER)?;
    Ok(Case::on(runtime, name, async move || {
        let request = client
            .post(url.clone())
            .header(AUTHORIZATION, authorization.clone())
            .header(ACCEPT, accept.clone())
            .header(ACT_AS, user.clone());
        send(request, timeout).await
    }))
}

fn url(server: SocketAddr) -> String {
    format!("http://{server}/rest/api/v1/createauthtoken")
}

async fn send(
    mut request: RequestBuilder,
    timeout: Option<Duration>,
) -> Result<CreateAuthTokenResponse> {
    if let Some(timeout) = timeout {
        request = request.timeout(timeout);
    }
    let response = request.send().await?;
    if response.status() != StatusCode::OK {
        return Err(response.status().as_str().into());
    }
    Ok(serde_json::from_slice(&response.bytes().await?)?)
}

/// Makes a client that keeps to the contract: it follows no redirect, and names itself.
fn client() -> Result<Client> {
    let client = Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .user_agent("glean-rust/0.1.0");
    Ok(client.build()?)
}
