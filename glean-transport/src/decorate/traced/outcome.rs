use bytes::Bytes;
use http::{HeaderName, Response, StatusCode, Version};
use tracing::{Span, debug, field};

use super::TARGET;
use super::shown_headers::shown_headers;
use crate::{TransportError, TransportErrorKind};

/// Records how an attempt ends, in its span and by an event; also when it is dropped before.
pub(super) struct Outcome {
    span: Span,
    is_settled: bool,
}

impl Outcome {
    pub(super) fn pending(span: Span) -> Self {
        Self {
            span,
            is_settled: false,
        }
    }

    pub(super) fn settle(
        mut self,
        result: &Result<Response<Bytes>, TransportError>,
        shown: &[HeaderName],
    ) {
        self.is_settled = true;
        match result {
            Ok(response) => self.replied(response, shown),
            Err(error) => {
                let error_type = error_type(error.kind());
                self.failed(error_type);
                debug!(target: TARGET, { error.type = error_type }, "{error}");
            }
        }
    }

    fn replied(&self, response: &Response<Bytes>, shown: &[HeaderName]) {
        let status = response.status();
        let code = i64::from(status.as_u16());
        self.span.record("http.response.status_code", code);
        if let Some(version) = version(response.version()) {
            self.span.record("network.protocol.version", version);
        }
        if let Some(headers) = shown_headers(shown, response.headers()) {
            let headers = field::debug(headers);
            self.span.record("http.response.header", headers);
        }
        if is_error(status) {
            self.failed(status.as_str());
        }
        debug!(target: TARGET, { http.response.status_code = code }, "received {status}");
    }

    fn failed(&self, error_type: &str) {
        self.span.record("error.type", error_type);
        self.span.record("otel.status_code", "ERROR");
    }
}

impl Drop for Outcome {
    fn drop(&mut self) {
        if !self.is_settled {
            self.failed("cancelled");
            debug!(
                target: TARGET,
                { error.type = "cancelled" },
                "given up before the whole reply came"
            );
        }
    }
}

/// The conventions count as an error what a client can't read, too: the codes beyond 599.
fn is_error(status: StatusCode) -> bool {
    status.as_u16() >= 400
}

fn version(version: Version) -> Option<&'static str> {
    Some(match version {
        Version::HTTP_09 => "0.9",
        Version::HTTP_10 => "1.0",
        Version::HTTP_11 => "1.1",
        Version::HTTP_2 => "2",
        Version::HTTP_3 => "3",
        _ => return None,
    })
}

fn error_type(kind: TransportErrorKind) -> &'static str {
    match kind {
        TransportErrorKind::InvalidRequest => "invalid_request",
        TransportErrorKind::Connect => "connect",
        TransportErrorKind::Timeout => "timeout",
        TransportErrorKind::Interrupted => "interrupted",
        TransportErrorKind::Body => "body",
        TransportErrorKind::TooLarge => "too_large",
        TransportErrorKind::Other => "other",
    }
}
