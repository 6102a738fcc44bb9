//! A createToken call, carried to a fake in process or over a raw socket.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use glean_testkit::FakeGlean;
use glean_transport::{Transport, TransportError};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};

pub(crate) const PATH: &str = "/rest/api/v1/createauthtoken";

/// A request as the contract wants it, unless a test spoils it.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
    pub(crate) body: &'static str,
}

impl Call {
    pub(crate) fn new() -> Self {
        let headers = vec![("content-length", b"0".to_vec())];
        Self {
            method: "POST",
            path: PATH.to_owned(),
            headers,
            body: "",
        }
    }

    pub(crate) fn with(credential: &str) -> Self {
        Self::new().header("authorization", format!("Bearer {credential}"))
    }

    pub(crate) fn for_user(email: &str) -> Self {
        Self::with("glean_global").header("x-glean-actas", email)
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name, value.as_ref().to_vec()));
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(other, _)| *other != name);
        self
    }

    pub(crate) fn path(mut self, path: &str) -> Self {
        self.path = path.to_owned();
        self
    }

    pub(crate) fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    pub(crate) fn body(self, body: &'static str) -> Self {
        let length = body.len().to_string();
        Self {
            body,
            ..self
                .without("content-length")
                .header("content-length", length)
        }
    }

    pub(crate) fn request(&self) -> Request<Bytes> {
        let mut request = Request::new(Bytes::from_static(self.body.as_bytes()));
        *request.method_mut() = self.method.parse().unwrap();
        *request.uri_mut() = self.path.parse().unwrap();
        for (name, value) in &self.headers {
            let name = HeaderName::from_static(name);
            request
                .headers_mut()
                .append(name, HeaderValue::from_bytes(value).unwrap());
        }
        request
    }

    pub(crate) fn in_process(&self, glean: &FakeGlean) -> Response<Bytes> {
        send(glean, self.request()).unwrap()
    }
}

/// Sends in process, without a runtime: the reply is there at the first poll.
pub(crate) fn send(
    glean: &FakeGlean,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, TransportError> {
    let transport = glean.transport();
    ready(transport.send(request))
}

/// Takes the output of a future that must be ready.
pub(crate) fn ready<F: Future>(future: F) -> F::Output {
    match poll_once(&mut pin!(future)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future is not ready"),
    }
}

pub(crate) fn poll_once<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

/// What a test looks at in a reply.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) content_type: String,
    /// The text of an error; of a token only that it is one.
    pub(crate) text: String,
    pub(crate) mismatch: Option<String>,
}

impl From<Response<Bytes>> for Seen {
    fn from(response: Response<Bytes>) -> Self {
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        let text = String::from_utf8(response.body().to_vec()).unwrap();
        Self {
            status: response.status(),
            content_type: header("content-type").unwrap_or_default(),
            text: if text.starts_with("{\"token\":\"fake-glean-") {
                "a token".into()
            } else {
                text
            },
            mismatch: header("x-glean-testkit-mismatch"),
        }
    }
}
