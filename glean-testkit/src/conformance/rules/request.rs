use bytes::Bytes;
use http::{HeaderValue, Method, Request};

use crate::conformance::Rule;
use crate::conformance::case::{Case, OK, post};
use crate::conformance::rule::{Verdict, rule};
use crate::conformance::violation::{Seen, ensure};
use crate::wire::{Script, WireServer};

pub(super) const RULES: &[Rule] = &[
    rule!(
        no_header_is_added,
        "No header that the caller did not give, but for what HTTP's framing needs (`Host`, `Content-Length`, `Transfer-Encoding`, `Connection`)."
    ),
    rule!(
        neither_accept_nor_user_agent_is_made_up,
        "No header that the caller did not give, also not `Accept` or `User-Agent` where there is none.",
        BareRequests
    ),
    rule!(
        an_empty_post_announces_its_length,
        "An empty `POST` carries `Content-Length: 0`, once."
    ),
    rule!(
        repeated_request_headers_keep_their_order,
        "Header values survive byte by byte, repeated ones in their order."
    ),
    rule!(
        request_headers_that_are_not_utf_8_survive,
        "Header values survive byte by byte, also when they are not UTF-8.",
        ByteHeaders
    ),
    rule!(
        a_request_arrives_as_it_was_given,
        "The method, the path, the query and the body arrive as they were given."
    ),
];

/// What a server read of a request: its first line, its headers in order, its body.
struct Arrived {
    line: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Arrived {
    fn values(&self, name: &str) -> Vec<&[u8]> {
        let named = self.headers.iter().filter(|(own, _)| own == name);
        named.map(|(_, value)| &value[..]).collect()
    }
}

/// Sends a request to a server that answers, and gives what arrived there.
async fn arrived(
    case: &Case,
    request: impl FnOnce(&str) -> http::Result<Request<Bytes>>,
) -> Result<Arrived, Seen> {
    let server = WireServer::start([Script::new().read_request().write(OK).fin()])?;
    case.send(request(&server.url("/x"))?).await??;
    let connections = server.connections();
    let requests = connections
        .iter()
        .flat_map(|connection| &connection.requests);
    let bytes = requests.last().ok_or("nothing arrived")?;
    parse(bytes).ok_or_else(|| "what arrived is no HTTP".into())
}

fn parse(request: &[u8]) -> Option<Arrived> {
    let end = request
        .windows(4)
        .position(|window| window == b"\r\n\r\n")?;
    let mut lines = request[..end].split(|byte| *byte == b'\n');
    let line = String::from_utf8_lossy(lines.next()?).trim_end().to_owned();
    let mut headers = Vec::new();
    for line in lines {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = String::from_utf8_lossy(&line[..colon]).to_lowercase();
        headers.push((name, line[colon + 1..].trim_ascii().to_vec()));
    }
    let body = request[end + 4..].to_vec();
    Some(Arrived {
        line,
        headers,
        body,
    })
}

const FRAMING: [&str; 4] = ["host", "content-length", "transfer-encoding", "connection"];

/// Checks that a request came with the headers `given` and those of HTTP's framing alone.
fn only(given: &[&str], arrived: &Arrived) -> Verdict {
    let mut names = arrived.headers.iter().map(|(name, _)| name.as_str());
    let added = names.find(|name| !given.contains(name) && !FRAMING.contains(name));
    match added {
        Some(added) => Err(format!("the header `{added}` was added").into()),
        None => Ok(()),
    }
}

async fn neither_accept_nor_user_agent_is_made_up(case: Case) -> Verdict {
    let arrived = arrived(&case, |url| Request::get(url).body(Bytes::new())).await?;
    only(&[], &arrived)
}

async fn no_header_is_added(case: Case) -> Verdict {
    let arrived = arrived(&case, post).await?;
    only(&["accept", "user-agent"], &arrived)?;
    for (name, value) in [
        ("accept", "application/json"),
        ("user-agent", "conformance"),
    ] {
        ensure!(
            arrived.values(name) == [value.as_bytes()],
            "`{name}` did not arrive as it was given"
        );
    }
    Ok(())
}

async fn an_empty_post_announces_its_length(case: Case) -> Verdict {
    let given = arrived(&case, post).await?;
    let left_out = arrived(&case, |url| {
        let mut request = post(url)?;
        request.headers_mut().remove("content-length");
        Ok(request)
    })
    .await?;
    for (how, arrived) in [("given", given), ("left out", left_out)] {
        let lengths = arrived.values("content-length");
        ensure!(
            lengths == [b"0"],
            "with `Content-Length: 0` {how} it arrived {} times, or as another value",
            lengths.len()
        );
    }
    Ok(())
}

async fn repeated_request_headers_keep_their_order(case: Case) -> Verdict {
    let values = ["1", "", "two, three", "1"];
    let arrived = arrived(&case, |url| {
        let mut request = post(url)?;
        for value in values {
            let value = HeaderValue::from_static(value);
            request.headers_mut().append("x-repeated", value);
        }
        Ok(request)
    })
    .await?;
    let expected: Vec<&[u8]> = values.iter().map(|value| value.as_bytes()).collect();
    ensure!(
        arrived.values("x-repeated") == expected,
        "of {} repeated values {} arrived, or in another order",
        values.len(),
        arrived.values("x-repeated").len()
    );
    Ok(())
}

async fn request_headers_that_are_not_utf_8_survive(case: Case) -> Verdict {
    let value = b"caf\xe9 \xff\x80";
    let arrived = arrived(&case, |url| {
        let mut request = post(url)?;
        let value = HeaderValue::from_bytes(value)?;
        request.headers_mut().insert("x-bytes", value);
        Ok(request)
    })
    .await?;
    ensure!(
        arrived.values("x-bytes") == [value],
        "a value that is not UTF-8 arrived as other bytes"
    );
    Ok(())
}

async fn a_request_arrives_as_it_was_given(case: Case) -> Verdict {
    let body: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    let path = "/rest/a%20b/%C3%A9?q=1&empty=&q=2%2B3";
    for method in [Method::POST, Method::PUT, Method::PATCH] {
        let arrived = arrived(&case, |url| {
            let url = url.replace("/x", path);
            Request::builder()
                .method(method.clone())
                .uri(url)
                .header("content-length", body.len())
                .body(Bytes::from(body.clone()))
        })
        .await?;
        let line = format!("{method} {path} HTTP/1.1");
        ensure!(
            arrived.line == line,
            "the request `{line}` arrived as `{}`",
            arrived.line
        );
        ensure!(
            arrived.body == body,
            "of a body of {} bytes {} arrived, or other ones",
            body.len(),
            arrived.body.len()
        );
    }
    let arrived = arrived(&case, |url| {
        Request::get(url.replace("/x", path)).body(Bytes::new())
    })
    .await?;
    ensure!(
        arrived.line == format!("GET {path} HTTP/1.1") && arrived.body.is_empty(),
        "a GET arrived as `{}`",
        arrived.line
    );
    Ok(())
}
