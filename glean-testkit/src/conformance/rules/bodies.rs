use std::time::Duration;

use http::HeaderValue;

use crate::conformance::Rule;
use crate::conformance::case::{Case, shown};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::{Seen, ensure};
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        a_body_with_a_length_is_read_whole,
        "The reply is whole: a body is read to the length that its head announces, and no further."
    ),
    rule!(
        a_chunked_body_is_read_whole,
        "The reply is whole: a chunked body is put together, without chunk extensions and trailers."
    ),
    rule!(
        a_body_that_ends_with_its_connection_is_read_whole,
        "The reply is whole: a body without a length ends with its connection."
    ),
    rule!(
        a_slow_body_is_read_whole,
        "The reply is whole however slowly it comes."
    ),
    rule!(
        a_decoded_body_carries_no_stale_header,
        "A body that the transport decoded carries no stale `Content-Encoding` or `Content-Length`."
    ),
];

/// `ok` by `gzip -n`.
const GZIPPED: [u8; 22] = [
    0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0xcf, 6, 0, 0x47, 0xdd, 0xdc, 0x79, 2, 0, 0, 0,
];

async fn read(case: &Case, reply: impl AsRef<[u8]>, body: &str) -> Result<(), Seen> {
    let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
    let response = case.reply(&server).await?;
    ensure!(
        response.body() == body,
        "a body of {} bytes made for {}",
        body.len(),
        shown(&response)
    );
    Ok(())
}

async fn a_body_with_a_length_is_read_whole(case: Case) -> Verdict {
    for length in [0, 1, 8_192, 300_000] {
        let body = "x".repeat(length);
        let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{body}");
        read(&case, reply, &body).await?;
    }
    // The connection stays open: the length alone says where the body ends.
    let reply = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let server = WireServer::start([Script::new().read_request().write(reply).stall()])?;
    let response = case.reply(&server).await?;
    ensure!(response.body() == "ok", "it made for {}", shown(&response));
    Ok(())
}

async fn a_chunked_body_is_read_whole(case: Case) -> Verdict {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    read(&case, format!("{head}0\r\n\r\n"), "").await?;
    read(
        &case,
        format!("{head}3;name=value\r\nabc\r\n00002\r\nde\r\n0\r\nx-trailer: 1\r\n\r\n"),
        "abcde",
    )
    .await?;
    let big = "x".repeat(100_000);
    let chunk = format!("{:X}\r\n{big}\r\n", big.len());
    read(
        &case,
        format!("{head}{chunk}{chunk}0\r\n\r\n"),
        &big.repeat(2),
    )
    .await
}

async fn a_body_that_ends_with_its_connection_is_read_whole(case: Case) -> Verdict {
    for body in ["", "ok", &"x".repeat(100_000)] {
        read(
            &case,
            format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}"),
            body,
        )
        .await?;
    }
    Ok(())
}

async fn a_slow_body_is_read_whole(case: Case) -> Verdict {
    let every = Duration::from_millis(1);
    for (head, body) in [
        ("content-length: 10", "0123456789"),
        (
            "transfer-encoding: chunked",
            "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n",
        ),
    ] {
        let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
        let script = Script::new().read_request().write(head).drip(body, every);
        let server = WireServer::start([script.fin()])?;
        let response = case.reply(&server).await?;
        ensure!(
            response.body() == "0123456789",
            "a body that came byte by byte made for {}",
            shown(&response)
        );
    }
    Ok(())
}

async fn a_decoded_body_carries_no_stale_header(case: Case) -> Verdict {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        GZIPPED.len()
    );
    let reply = [head.as_bytes(), &GZIPPED].concat();
    let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
    let response = case.reply(&server).await?;
    let header = |name| response.headers().get(name).map(HeaderValue::as_bytes);
    let (encoding, length) = (header("content-encoding"), header("content-length"));
    if response.body() == "ok" {
        ensure!(
            encoding.is_none(),
            "a body that was decoded still has its `Content-Encoding`"
        );
        ensure!(
            length.is_none_or(|length| length == b"2"),
            "a body that was decoded still has the `Content-Length` of the encoded one"
        );
    } else {
        ensure!(
            response.body()[..] == GZIPPED,
            "an encoded body came back neither as it was sent nor decoded"
        );
        ensure!(
            encoding == Some(b"gzip"),
            "a body that was not decoded lost its `Content-Encoding`"
        );
    }
    Ok(())
}
