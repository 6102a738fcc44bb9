use std::error::Error;

use glean_transport::TransportError;
use http::{HeaderValue, Request};

use crate::conformance::Rule;
use crate::conformance::case::{Case, limited};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::{Seen, ensure};
use crate::wire::{ClosedPort, Script, WireServer};

pub(super) const RULES: &[Rule] = &[rule!(
    errors_hold_no_secret,
    "Neither an error nor its sources carry a header value or a URL's userinfo or query."
)];

const SECRETS: [(&str, &str); 5] = [
    ("a password in the URL", "s3cret-password"),
    ("a query", "s3cret-query"),
    ("a header marked sensitive", "s3cret-credential"),
    ("a header", "s3cret-header"),
    ("a header of the reply", "s3cret-cookie"),
];

fn request(authority: &str) -> http::Result<Request<bytes::Bytes>> {
    let mut credential = HeaderValue::from_static("Bearer s3cret-credential");
    credential.set_sensitive(true);
    Request::post(format!(
        "http://user:s3cret-password@{authority}/x?key=s3cret-query"
    ))
    .header("authorization", credential)
    .header("x-glean-actas", "s3cret-header")
    .header("content-length", "0")
    .body(bytes::Bytes::new())
}

fn search(what: &str, error: &TransportError) -> Result<(), Seen> {
    let mut texts = vec![format!("{error} {error:?} {error:#?}")];
    let mut next = error.source();
    while let Some(cause) = next {
        texts.push(format!("{cause} {cause:?}"));
        next = cause.source();
    }
    for (name, secret) in SECRETS {
        // The text is not shown: that would be the leak once more.
        ensure!(
            !texts.iter().any(|text| text.contains(secret)),
            "the error of {what} holds {name}"
        );
    }
    Ok(())
}

async fn errors_hold_no_secret(case: Case) -> Verdict {
    let port = ClosedPort::new()?;
    let refused = case.send(request(&port.address().to_string())?).await?;
    if let Err(error) = refused {
        search("a refused connection", &error)?;
    }
    let head = "HTTP/1.1 200 OK\r\nset-cookie: s3cret-cookie\r\n";
    for (what, reply) in [
        ("no reply", String::new()),
        ("garbage", "garbage s3cret-cookie\r\n\r\n".to_owned()),
        (
            "a broken head",
            format!("{head}x: s3cret-cookie\r\n s3cret-cookie"),
        ),
        (
            "a header without a colon",
            format!("{head}s3cret-cookie\r\n\r\n"),
        ),
        (
            "a short body",
            format!("{head}content-length: 99\r\n\r\ns3cret-cookie"),
        ),
        (
            "a broken chunk",
            format!("{head}transfer-encoding: chunked\r\n\r\ns3cret-cookie\r\n"),
        ),
        (
            "a body over the limit",
            format!("{head}content-length: 101\r\n\r\n"),
        ),
        (
            "a length that is none",
            format!("{head}content-length: s3cret-cookie\r\n\r\n"),
        ),
    ] {
        let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
        let request = limited(request(&server.address().to_string())?, Some(100));
        if let Err(error) = case.send(request).await? {
            search(what, &error)?;
        }
    }
    for uri in [
        "/x?key=s3cret-query",
        "ftp://user:s3cret-password@host/?s3cret-query",
    ] {
        let mut request = request("localhost")?;
        *request.uri_mut() = uri.parse().map_err(http::Error::from)?;
        if let Err(error) = case.send(request).await? {
            search("a request that can't be sent", &error)?;
        }
    }
    Ok(())
}
