//! A whole call over a transport that answers from memory, against the least that does the same.

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use glean_api::Glean;
use glean_api::models::CreateAuthTokenResponse;
use glean_api::transport::{Transport, TransportError};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, Uri};
use serde::de::DeserializeOwned;
use tokio::runtime::Runtime;

use crate::reply::{self, Derived};
use crate::{Case, Group, Result};

pub(crate) const USER: &str = "ada@example.com";

pub(crate) fn group(runtime: &Rc<Runtime>, _: SocketAddr) -> Result<Group> {
    let builder = || Glean::builder().instance("acme").api_token("glean_global");
    let glean = builder().transport(Memory).build()?;
    let acting = builder().act_as(USER).transport(Memory).build()?;
    let (glean2, acting2) = (glean.clone(), acting.clone());
    Ok(Group {
        name: "in memory",
        cases: vec![
            floor::<CreateAuthTokenResponse>(runtime, "the floor", Parts::by_builder)?,
            floor::<CreateAuthTokenResponse>(
                runtime,
                "the floor, against itself",
                Parts::by_builder,
            )?,
            floor::<Derived>(runtime, "the floor, a derived struct", Parts::by_builder)?,
            floor::<CreateAuthTokenResponse>(runtime, "the floor, in place", Parts::in_place)?,
            Case::on(runtime, "user of the client, .await", async move || {
                acting.client().authentication().create_token().await
            }),
            Case::on(runtime, "user of the client, .send()", async move || {
                let call = acting2.client().authentication().create_token();
                call.send().await
            }),
            Case::on(runtime, "user of the call, .await", async move || {
                let call = glean.client().authentication().create_token();
                call.act_as(USER).await
            }),
            Case::on(runtime, "user of the call, .send()", async move || {
                let call = glean2.client().authentication().create_token();
                call.act_as(USER).send().await
            }),
        ],
        is_cold: false,
    })
}

/// What every request is made of, parsed.
struct Parts {
    uri: Uri,
    accept: HeaderValue,
    user_agent: HeaderValue,
    authorization: HeaderValue,
    user: HeaderValue,
    nothing: HeaderValue,
}

impl Parts {
    const ACT_AS: HeaderName = HeaderName::from_static("x-glean-actas");

    fn new() -> Result<Self> {
        Ok(Self {
            uri: Uri::from_static("https://acme-be.glean.com/rest/api/v1/createauthtoken"),
            accept: HeaderValue::from_static("application/json"),
            user_agent: HeaderValue::from_static("glean-rust/0.1.0"),
            authorization: HeaderValue::from_str("Bearer glean_global")?,
            user: HeaderValue::from_str(USER)?,
            nothing: HeaderValue::from_static("0"),
        })
    }

    /// Builds the request as most do.
    fn by_builder(&self) -> http::Result<Request<Bytes>> {
        Request::builder()
            .method(Method::POST)
            .uri(self.uri.clone())
            .header(ACCEPT, self.accept.clone())
            .header(USER_AGENT, self.user_agent.clone())
            .header(AUTHORIZATION, self.authorization.clone())
            .header(Self::ACT_AS, self.user.clone())
            .header(CONTENT_LENGTH, self.nothing.clone())
            .body(Bytes::new())
    }

    /// Builds the request at the least cost: the builder copies it whole at each step.
    fn in_place(&self) -> http::Result<Request<Bytes>> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        let headers = request.headers_mut();
        headers.insert(ACCEPT, self.accept.clone());
        headers.insert(USER_AGENT, self.user_agent.clone());
        headers.insert(AUTHORIZATION, self.authorization.clone());
        headers.insert(Self::ACT_AS, self.user.clone());
        headers.insert(CONTENT_LENGTH, self.nothing.clone());
        Ok(request)
    }
}

/// Builds the same request from parsed parts, sends it through a `dyn Transport` and reads the
/// reply: without time-outs, options, or errors worth the name.
fn floor<T: DeserializeOwned + 'static>(
    runtime: &Rc<Runtime>,
    name: &'static str,
    build: impl Fn(&Parts) -> http::Result<Request<Bytes>> + 'static,
) -> Result<Case> {
    let transport: Arc<dyn Transport> = Arc::new(Memory);
    let parts = Parts::new()?;
    Ok(Case::on(runtime, name, async move || {
        // Through the pointer: the transport that an `Arc` is would add a box.
        let response = (*transport).send(build(&parts)?).await?;
        if response.status() != StatusCode::OK {
            return Err(response.status().as_str().into());
        }
        Result::<T>::Ok(serde_json::from_slice(response.body())?)
    }))
}

/// Answers every request with the same minted token.
#[derive(Debug)]
pub(crate) struct Memory;

#[async_trait]
impl Transport for Memory {
    async fn send(&self, _request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        Ok(reply::minted())
    }
}
