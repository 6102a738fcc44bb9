use bytes::Bytes;
use glean_api::transport::{Attempt, TransportError, TransportErrorKind};
use http::{HeaderValue, Response, StatusCode};

/// What a server answers: bytes on a socket, or what a transport makes of them.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Vec<u8>,
    framing: Framing,
    /// What a transport makes of it, if no reply.
    failure: Option<TransportErrorKind>,
    /// What a socket carries in place of all that.
    raw: Option<Vec<u8>>,
    is_held_open: bool,
}

#[derive(Clone, Copy, Debug)]
enum Framing {
    /// `Content-Length`, with this many bytes announced beyond those of the body.
    Length {
        missing: usize,
    },
    Chunked,
    /// No body at all.
    None,
    /// The end of the connection is the end of the body.
    Close,
}

impl Reply {
    pub(crate) fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
            framing: Framing::Length { missing: 0 },
            failure: None,
            raw: None,
            is_held_open: false,
        }
    }

    pub(crate) fn json(body: impl Into<Vec<u8>>) -> Self {
        Self::new(200).content_type("application/json").body(body)
    }

    pub(crate) fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status).content_type("text/plain").body(body)
    }

    pub(crate) fn problem(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status)
            .content_type("application/problem+json")
            .body(body)
    }

    /// Bytes that are no whole reply; a transport fails with `failure` instead.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>, failure: TransportErrorKind) -> Self {
        Self {
            failure: Some(failure),
            ..Self::new(200).written_as(bytes)
        }
    }

    /// Writes these bytes to a socket; a transport still gives the reply.
    pub(crate) fn written_as(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.raw = Some(bytes.into());
        self
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn content_type(self, value: &str) -> Self {
        self.header("content-type", value)
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn chunked(mut self) -> Self {
        self.framing = Framing::Chunked;
        self
    }

    pub(crate) fn until_close(mut self) -> Self {
        self.framing = Framing::Close;
        self
    }

    pub(crate) fn without_body(mut self) -> Self {
        self.framing = Framing::None;
        self
    }

    /// Announces more bytes than come.
    pub(crate) fn short_of(mut self, missing: usize) -> Self {
        self.framing = Framing::Length { missing };
        self.failure = Some(TransportErrorKind::Body);
        self
    }

    /// Neither ends the reply nor closes the connection.
    pub(crate) fn held_open(mut self) -> Self {
        self.is_held_open = true;
        self
    }

    pub(crate) fn is_held_open(&self) -> bool {
        self.is_held_open
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn content(&self) -> Bytes {
        self.body.clone().into()
    }

    pub(crate) fn content_type_text(&self) -> Option<String> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(name, _)| *name == "content-type")?;
        Some(String::from_utf8_lossy(value).into_owned())
    }

    /// Gives the bytes of the wire. The reason phrase is one that no status has.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            return raw.clone();
        }
        let mut bytes = format!("HTTP/1.1 {} Planted\r\n", self.status).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
        }
        let length = self.body.len();
        let (framing, body) = match self.framing {
            Framing::Length { missing } => (
                format!("content-length: {}\r\n\r\n", length + missing),
                self.body.clone(),
            ),
            Framing::Chunked => {
                let size = format!("{length:x}\r\n").into_bytes();
                // One chunk, and the end of all chunks, unless that never comes.
                let end: &[u8] = match (self.is_held_open, length) {
                    (true, _) => b"\r\n",
                    (false, 0) => b"\r\n",
                    (false, _) => b"\r\n0\r\n\r\n",
                };
                let body = [&size, &*self.body, end].concat();
                ("transfer-encoding: chunked\r\n\r\n".to_owned(), body)
            }
            Framing::None | Framing::Close => ("\r\n".to_owned(), self.body.clone()),
        };
        bytes.extend_from_slice(framing.as_bytes());
        bytes.extend_from_slice(&body);
        bytes
    }

    /// Gives what a transport that keeps the contract of the seam makes of those bytes.
    pub(crate) fn to_result(
        &self,
        extensions: &http::Extensions,
    ) -> Result<Response<Bytes>, TransportError> {
        let limit = Attempt::body_limit_of(extensions);
        if limit.is_some_and(|limit| self.body.len() > limit) {
            return Err(TransportErrorKind::TooLarge.into());
        }
        if let Some(kind) = self.failure {
            return Err(kind.into());
        }
        let mut response = Response::new(self.content());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap();
        for (name, value) in &self.headers {
            let value = HeaderValue::from_bytes(value).unwrap();
            response.headers_mut().append(*name, value);
        }
        Ok(response)
    }
}
