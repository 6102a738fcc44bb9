//! Operations without I/O: what goes out, what comes in, and nothing of how.

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_LENGTH, USER_AGENT};
use http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};

use crate::credential::Credential;
use crate::options::{ExtraHeader, Setting};
use crate::server::ServerUrl;
use crate::{Error, RequestOptions};

/// One operation of Glean's API: makes its request, and reads its reply.
///
/// Both halves are free of I/O. The client sends the one and hands over the other; so can you, with
/// a blocking client, another runtime or a record on disk.
pub trait Operation: Send + Sync {
    /// What a success gives.
    type Output: Send;

    /// The operation's name in Glean's OpenAPI document.
    const NAME: &'static str;
    /// The HTTP method.
    const METHOD: Method;
    /// The path below the server URL.
    const PATH: &'static str;
    /// Whether it does no harm to do it twice.
    const REPEAT_SAFE: bool;

    /// Gives the request's body; empty unless the operation has one.
    fn body(&self) -> Bytes {
        Bytes::new()
    }

    /// Reads the reply.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::Api`](crate::ErrorKind::Api) for 4XX and 5XX,
    /// [`UnexpectedResponse`](crate::ErrorKind::UnexpectedResponse) for any other reply that is
    /// not the operation's success, and
    /// [`ResponseValidation`](crate::ErrorKind::ResponseValidation) for one that does not fit.
    fn response(response: Response<Bytes>) -> Result<Self::Output, Error>;

    /// Makes the request.
    fn request(&self, endpoint: &Endpoint) -> Request<Bytes> {
        assemble(
            self,
            endpoint.server.uri(Self::PATH),
            endpoint.headers.clone(),
        )
    }
}

/// Puts an operation's request together from ready parts.
pub(crate) fn assemble<O: Operation + ?Sized>(
    operation: &O,
    uri: Uri,
    mut headers: HeaderMap,
) -> Request<Bytes> {
    let body = operation.body();
    if !body.is_empty() {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    let mut request = Request::new(body);
    *request.method_mut() = O::METHOD;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    request
}

/// Where a request goes and what every request there carries: server, credential, headers.
///
/// ```
/// use glean_api::RequestOptions;
/// use glean_api::client::authentication::CreateToken;
/// use glean_api::operation::{Endpoint, Operation};
///
/// let options = RequestOptions::new()
///     .instance("acme")
///     .api_token("s3cret")
///     .act_as("ada@example.com");
/// let request = CreateToken.request(&Endpoint::new(&options)?);
/// assert_eq!(request.uri(), "https://acme-be.glean.com/rest/api/v1/createauthtoken");
/// assert_eq!(request.headers()["x-glean-actas"], "ada@example.com");
/// # Ok::<(), glean_api::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub(crate) server: ServerUrl,
    pub(crate) headers: HeaderMap,
}

/// The most headers that a request of ours has without extra ones; a map for these does not grow.
const HEADERS: usize = 8;

impl Endpoint {
    /// Makes an endpoint of options that stand alone, with no client to inherit from.
    ///
    /// # Errors
    ///
    /// Returns [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) if an option was
    /// refused, if server or credential is missing, or if the credential comes from a provider:
    /// only a client can ask one.
    pub fn new(options: &RequestOptions) -> Result<Self, Error> {
        options.check()?;
        let server = server(options)?;
        let authorization = match credential(options)? {
            Credential::Fixed(value) => Some(value),
            Credential::Anonymous => None,
            Credential::Provider(_) => {
                return Err(Error::invalid(
                    "a credential provider is asked by a client only; give `.api_token(..)` here",
                ));
            }
        };
        let mut headers = base_headers(authorization);
        options.clone().move_all_headers(&mut headers, &[]);
        Ok(Self { server, headers })
    }
}

/// Gives the headers of every request, before any option.
pub(crate) fn base_headers(authorization: Option<HeaderValue>) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(HEADERS);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, RequestOptions::default_user_agent());
    // That of no body: some gateways answer 411 to a POST without it.
    headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    if let Some(authorization) = authorization {
        headers.insert(AUTHORIZATION, authorization);
    }
    headers
}

/// Lays a call's headers over a client's, in a map that will not have to grow.
pub(crate) fn overlay(
    base: &HeaderMap,
    options: &mut RequestOptions,
    inherited: &[ExtraHeader],
) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(HEADERS + inherited.len());
    for (name, value) in base {
        headers.append(name, value.clone());
    }
    options.move_all_headers(&mut headers, inherited);
    headers
}

pub(crate) fn server(options: &RequestOptions) -> Result<ServerUrl, Error> {
    let Setting::Set(server) = &options.server else {
        return Err(Error::invalid(
            "no server: give `.instance(..)` or `.server_url(..)`, or set GLEAN_INSTANCE or \
             GLEAN_SERVER_URL and use `from_env`",
        ));
    };
    check_secure(server, options.allow_insecure_http.unwrap_or(false))?;
    Ok(server.clone())
}

pub(crate) fn credential(options: &RequestOptions) -> Result<Credential, Error> {
    match &options.credential {
        Setting::Set(credential) => Ok(credential.clone()),
        _ => Err(Error::invalid(
            "no credential: give `.api_token(..)`, `.credential_provider(..)` or `.anonymous()`, \
             or set GLEAN_API_TOKEN and use `from_env`",
        )),
    }
}

pub(crate) fn check_secure(server: &ServerUrl, allow_insecure_http: bool) -> Result<(), Error> {
    if server.is_insecure() && !allow_insecure_http {
        return Err(Error::invalid(
            "server URL: `http://` would send the credential in the clear; use `https://`, or call \
             `.allow_insecure_http()` if the network is trusted",
        ));
    }
    Ok(())
}
