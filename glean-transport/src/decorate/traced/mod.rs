mod outcome;
mod shown_headers;
mod shown_url;

use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderName, Request, Response};
use tracing::{Instrument, Span, debug, field, info_span};

use self::outcome::Outcome;
use self::shown_headers::shown_headers;
use self::shown_url::ShownUrl;
use crate::{Attempt, Transport, TransportError};

/// What to filter by, for spans and events both.
const TARGET: &str = "glean_transport::attempt";

/// A transport that opens a span for each attempt; made by
/// [`with_tracing`](crate::TransportExt::with_tracing).
///
/// Spans and events have the target `glean_transport::attempt`. The span is named `attempt`, at level
/// `INFO`. Within it are two events at level `DEBUG`: one before the request is sent, and one when
/// the outcome is known. Where no subscriber wants the span there is nothing of all this.
///
/// # Fields
///
/// The names are those of OpenTelemetry's semantic conventions for HTTP clients, so that
/// `tracing-opentelemetry` makes a proper client span of it. Two differ: what has no name there is
/// under `glean_transport`, and as the names of fields are fixed when the code is compiled, the
/// conventions' `http.request.header.<key>` are one field, a map of names to lists of values.
///
/// | field | value |
/// | --- | --- |
/// | `otel.name`, `otel.kind` | the method; `client` |
/// | `glean_transport.operation` | the operation's name, as in `createToken` |
/// | `glean_transport.attempt` | the attempt's number, from 1 |
/// | `http.request.method` | the method |
/// | `http.request.resend_count` | from the second attempt on: how many came before |
/// | `url.full` | the URL without user and password, and with `?REDACTED` for a query |
/// | `server.address`, `server.port` | of the URL; without a port, that of the scheme |
/// | `http.request.header`, `http.response.header` | headers of the allow-list, if there are any |
/// | `http.response.status_code` | the status |
/// | `network.protocol.version` | `1.1` or `2`, say |
/// | `error.type` | a status from 400 on; else `invalid_request`, `connect`, `timeout`, `interrupted`, `body`, `too_large`, `other`, or `cancelled` |
/// | `otel.status_code` | `ERROR`, wherever there is an `error.type` |
///
/// `cancelled` is an attempt whose future was dropped before its end. That is what time-outs and
/// deadlines do in [`retry::send`](crate::retry::send).
///
/// # Secrets
///
/// Bodies are not recorded, and of headers only those of the allow-list, which is empty unless
/// [`request_header`](Self::request_header) and [`response_header`](Self::response_header) say
/// otherwise. Also on the list, the values of `Authorization`, `Proxy-Authorization`, `Cookie`,
/// `Set-Cookie` and `X-Glean-ActAs` are shown as `[redacted]`, and so is every value that is marked
/// [sensitive](http::HeaderValue::is_sensitive). Of an error only the kind is told: its source is
/// another library's text.
///
/// The path of the URL is recorded as it is.
///
/// ```
/// use bytes::Bytes;
/// use glean_transport::{TransportError, TransportExt, transport_fn};
/// use http::HeaderName;
///
/// # let transport = transport_fn(|_| async {
/// #     Ok::<_, TransportError>(http::Response::new(Bytes::new()))
/// # });
/// let traced = transport
///     .with_tracing()
///     .response_header(http::header::RETRY_AFTER)
///     .response_header(HeaderName::from_static("x-request-id"));
/// ```
#[derive(Clone, Debug)]
pub struct Traced<T> {
    inner: T,
    request_headers: Vec<HeaderName>,
    response_headers: Vec<HeaderName>,
}

impl<T> Traced<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self {
            inner,
            request_headers: Vec::new(),
            response_headers: Vec::new(),
        }
    }

    /// Allows the values of one more header of requests.
    #[must_use]
    pub fn request_header(mut self, name: HeaderName) -> Self {
        allow(&mut self.request_headers, name);
        self
    }

    /// Allows the values of one more header of responses.
    #[must_use]
    pub fn response_header(mut self, name: HeaderName) -> Self {
        allow(&mut self.response_headers, name);
        self
    }

    fn span(&self, request: &Request<Bytes>) -> Span {
        let uri = request.uri();
        let attempt = request.extensions().get::<Attempt>();
        let number = attempt.map_or(1, |attempt| i64::from(attempt.number.get()));
        // The values are made only if the span is wanted. Numbers are signed, as OpenTelemetry's are.
        info_span!(
            target: TARGET,
            "attempt",
            glean_transport.attempt = number,
            glean_transport.operation = attempt
                .map(|attempt| attempt.operation)
                .filter(|operation| !operation.is_empty()),
            otel.name = request.method().as_str(),
            otel.kind = "client",
            http.request.method = request.method().as_str(),
            http.request.resend_count = Some(number - 1).filter(|count| *count > 0),
            url.full = %ShownUrl(uri),
            server.address = shown_url::host(uri),
            server.port = shown_url::port(uri).map(i64::from),
            http.request.header =
                shown_headers(&self.request_headers, request.headers()).map(field::debug),
            http.response.header = field::Empty,
            http.response.status_code = field::Empty,
            network.protocol.version = field::Empty,
            error.type = field::Empty,
            otel.status_code = field::Empty,
        )
    }
}

fn allow(names: &mut Vec<HeaderName>, name: HeaderName) {
    if !names.contains(&name) {
        names.push(name);
    }
}

type Exchange<'t> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 't>>;

// Written out, not `async fn`: where nobody traces, the inner transport's future goes out as it is.
impl<T: Transport> Transport for Traced<T> {
    fn send<'this, 'exchange>(&'this self, request: Request<Bytes>) -> Exchange<'exchange>
    where
        'this: 'exchange,
        Self: 'exchange,
    {
        let span = self.span(&request);
        if span.is_disabled() {
            return self.inner.send(request);
        }
        let outcome = Outcome::pending(span.clone());
        let exchange = async move {
            debug!(target: TARGET, "sending");
            let result = self.inner.send(request).await;
            outcome.settle(&result, &self.response_headers);
            result
        };
        Box::pin(exchange.instrument(span))
    }

    fn reads_attempt(&self) -> bool {
        true
    }
}
