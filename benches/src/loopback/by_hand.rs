//! The call as one writes it with an HTTP library alone.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use glean_api::models::CreateAuthTokenResponse;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Url};

use super::{TIMEOUT, TOKEN, USER, url};
use crate::Result;

const AGENT: &str = "glean-rust/0.1.0";

/// With reqwest as best one can: the URL and the headers are parsed beforehand.
#[derive(Clone)]
pub(super) struct WithReqwest {
    client: reqwest::Client,
    url: Url,
    headers: Headers,
    timeout: Option<Duration>,
}

impl WithReqwest {
    pub(super) fn new(server: SocketAddr) -> Result<Self> {
        Ok(Self {
            client: reqwest_client()?,
            url: Url::parse(&url(server))?,
            headers: Headers::new()?,
            timeout: Some(TIMEOUT),
        })
    }

    pub(super) fn without_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    pub(super) async fn call(&self) -> Result<CreateAuthTokenResponse> {
        let request = self
            .client
            .post(self.url.clone())
            .header(AUTHORIZATION, self.headers.authorization.clone())
            .header(ACCEPT, self.headers.accept.clone())
            .header(Headers::ACT_AS, self.headers.user.clone());
        send(request, self.timeout).await
    }
}

/// With reqwest as most write it: the URL and the headers are strings, and parsed at each call.
#[derive(Clone)]
pub(super) struct FromStrings {
    client: reqwest::Client,
    url: String,
}

impl FromStrings {
    pub(super) fn new(server: SocketAddr) -> Result<Self> {
        Ok(Self {
            client: reqwest_client()?,
            url: url(server),
        })
    }

    pub(super) async fn call(&self) -> Result<CreateAuthTokenResponse> {
        let request = self
            .client
            .post(&self.url)
            .bearer_auth(TOKEN)
            .header("Accept", "application/json")
            .header("X-Glean-ActAs", USER);
        send(request, Some(TIMEOUT)).await
    }
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
fn reqwest_client() -> Result<reqwest::Client> {
    let client = reqwest::Client::builder()
        .redirect(Policy::none())
        .no_proxy()
        .user_agent(AGENT);
    Ok(client.build()?)
}

/// With hyper-util's client, all parsed beforehand.
#[derive(Clone)]
pub(super) struct WithHyper {
    client: hyper_util::client::legacy::Client<HttpConnector, Full<Bytes>>,
    uri: Uri,
    headers: Headers,
    timeout: Option<Duration>,
}

impl WithHyper {
    pub(super) fn new(server: SocketAddr) -> Result<Self> {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        Ok(Self {
            client: hyper_util::client::legacy::Client::builder(TokioExecutor::new())
                .build(connector),
            uri: url(server).parse()?,
            headers: Headers::new()?,
            timeout: Some(TIMEOUT),
        })
    }

    pub(super) fn without_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    pub(super) async fn call(&self) -> Result<CreateAuthTokenResponse> {
        match self.timeout {
            Some(timeout) => tokio::time::timeout(timeout, self.exchange()).await?,
            None => self.exchange().await,
        }
    }

    async fn exchange(&self) -> Result<CreateAuthTokenResponse> {
        let request = Request::builder()
            .method(Method::POST)
            .uri(self.uri.clone())
            .header(ACCEPT, self.headers.accept.clone())
            .header(USER_AGENT, self.headers.agent.clone())
            .header(AUTHORIZATION, self.headers.authorization.clone())
            .header(Headers::ACT_AS, self.headers.user.clone())
            .header(CONTENT_LENGTH, self.headers.nothing.clone())
            .body(Full::new(Bytes::new()))?;
        let response = self.client.request(request).await?;
        if response.status() != StatusCode::OK {
            return Err(response.status().as_str().into());
        }
        let body = response.into_body().collect().await?.to_bytes();
        Ok(serde_json::from_slice(&body)?)
    }
}

/// The headers of every request, parsed.
#[derive(Clone)]
struct Headers {
    accept: HeaderValue,
    agent: HeaderValue,
    authorization: HeaderValue,
    user: HeaderValue,
    nothing: HeaderValue,
}

impl Headers {
    const ACT_AS: HeaderName = HeaderName::from_static("x-glean-actas");

    fn new() -> Result<Self> {
        Ok(Self {
            accept: HeaderValue::from_static("application/json"),
            agent: HeaderValue::from_static(AGENT),
            authorization: HeaderValue::from_str(&format!("Bearer {TOKEN}"))?,
            user: HeaderValue::from_str(USER)?,
            nothing: HeaderValue::from_static("0"),
        })
    }
}
