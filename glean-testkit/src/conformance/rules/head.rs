use std::time::Duration;

use http::HeaderValue;

use crate::conformance::Rule;
use crate::conformance::case::{Case, shown};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::ensure;
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        repeated_reply_headers_keep_their_order,
        "Header values survive byte by byte, repeated ones in their order."
    ),
    rule!(
        reply_headers_that_are_not_utf_8_survive,
        "Header values survive byte by byte, also when they are not UTF-8.",
        ByteHeaders
    ),
    rule!(
        informational_replies_are_passed_over,
        "One `send` gives the final reply; those of status 1xx come before it and are no reply."
    ),
    rule!(
        a_slow_head_is_read_whole,
        "The reply is whole however slowly it comes."
    ),
    rule!(
        an_http_1_0_reply_is_read,
        "A reply of HTTP/1.0 is read, and its connection ends with it."
    ),
];

async fn repeated_reply_headers_keep_their_order(case: Case) -> Verdict {
    let reply = "HTTP/1.1 200 OK\r\nx-a: 1\r\nx-b: other\r\nX-A: 2\r\nx-a: 1\r\ncontent-length: 2\r\n\r\nok";
    let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
    let response = case.reply(&server).await?;
    let values = response.headers().get_all("x-a").iter();
    let values: Vec<&[u8]> = values.map(HeaderValue::as_bytes).collect();
    ensure!(
        values == [b"1", b"2", b"1"],
        "of the values 1, 2, 1 of one header {} came back, or in another order",
        values.len()
    );
    Ok(())
}

async fn reply_headers_that_are_not_utf_8_survive(case: Case) -> Verdict {
    let reply = b"HTTP/1.1 200 OK\r\nx-bytes: caf\xe9 \xff\x80\r\ncontent-length: 2\r\n\r\nok";
    let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
    let response = case.reply(&server).await?;
    let value = response.headers().get("x-bytes");
    ensure!(
        value.is_some_and(|value| value.as_bytes() == b"caf\xe9 \xff\x80"),
        "a value that is not UTF-8 came back as other bytes, or not at all"
    );
    Ok(())
}

async fn informational_replies_are_passed_over(case: Case) -> Verdict {
    let reply = "HTTP/1.1 100 Continue\r\n\r\n\
                 HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n\
                 HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
    let response = case.reply(&server).await?;
    ensure!(
        response.status() == 200 && response.body() == "ok",
        "after a 100 and a 103 the reply was {}",
        shown(&response)
    );
    Ok(())
}

async fn a_slow_head_is_read_whole(case: Case) -> Verdict {
    let every = Duration::from_millis(1);
    let reply = "HTTP/1.1 200 OK\r\nx-a: 1\r\ncontent-length: 2\r\n\r\nok";
    let server = WireServer::start([Script::new().read_request().drip(reply, every).fin()])?;
    let response = case.reply(&server).await?;
    ensure!(
        response.headers().contains_key("x-a") && response.body() == "ok",
        "a head that came byte by byte made for {}",
        shown(&response)
    );
    Ok(())
}

async fn an_http_1_0_reply_is_read(case: Case) -> Verdict {
    let with_length = "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let until_the_end = "HTTP/1.0 200 OK\r\n\r\nok";
    for reply in [with_length, until_the_end] {
        let server = WireServer::start([Script::new().read_request().write(reply).fin()])?;
        for _ in 0..2 {
            let response = case.reply(&server).await?;
            ensure!(
                response.body() == "ok",
                "a reply of HTTP/1.0 made for {}",
                shown(&response)
            );
        }
    }
    Ok(())
}
