//! The seam's contract, over real sockets.

use std::error::Error;

use bytes::Bytes;
use glean_transport::reqwest_0_13::ReqwestTransport;
use glean_transport::{Attempt, Transport, TransportError, TransportErrorKind};
use http::{Request, Response};
use tokio::net::TcpListener;

use crate::server::Server;

fn post(url: &str) -> Request<Bytes> {
    Request::post(url)
        .header("content-length", "0")
        .body(Bytes::new())
        .unwrap()
}

async fn send(reply: &'static [u8]) -> Result<Response<Bytes>, TransportError> {
    let server = Server::answering(vec![reply]).await;
    ReqwestTransport::new().send(post(&server.url())).await
}

async fn kind(reply: &'static [u8]) -> TransportErrorKind {
    send(reply).await.unwrap_err().kind()
}

#[tokio::test]
async fn any_status_is_a_success_and_no_redirect_is_followed() {
    for (reply, status) in [
        (
            &b"HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n"[..],
            302,
        ),
        (
            b"HTTP/1.1 307 Temporary Redirect\r\nLocation: /y\r\nContent-Length: 0\r\n\r\n",
            307,
        ),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404),
        (
            b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
            503,
        ),
        (b"HTTP/1.1 599 \r\nContent-Length: 0\r\n\r\n", 599),
    ] {
        assert_eq!(send(reply).await.unwrap().status(), status);
    }
}

#[tokio::test]
async fn header_values_survive_byte_by_byte_in_their_order() {
    let reply =
        b"HTTP/1.1 200 OK\r\nX-A: 1\r\nX-B: caf\xe9\r\nX-A: 2\r\nContent-Length: 2\r\n\r\nok";
    let response = send(reply).await.unwrap();

    let repeated: Vec<_> = response.headers().get_all("x-a").iter().collect();
    assert_eq!(repeated, ["1", "2"]);
    assert_eq!(response.headers()["x-b"].as_bytes(), b"caf\xe9");
    assert_eq!(response.body(), "ok");
}

#[tokio::test]
async fn a_request_carries_what_it_was_given_and_framing_alone() {
    let server = Server::answering(vec![b"HTTP/1.1 204 No Content\r\n\r\n"]).await;
    let request = Request::post(server.url())
        .header("accept", "application/json")
        .header("x-a", "1")
        .header("x-a", "2")
        .header("content-length", "0")
        .body(Bytes::new())
        .unwrap();
    let address = server.address;

    ReqwestTransport::new().send(request).await.unwrap();

    assert_eq!(
        server.requests().await,
        [format!(
            "POST /x HTTP/1.1\r\naccept: application/json\r\nx-a: 1\r\nx-a: 2\r\n\
             content-length: 0\r\nhost: {address}\r\n\r\n"
        )]
    );
}

#[tokio::test]
async fn chunked_and_unframed_bodies_are_read_whole() {
    let chunked =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    assert_eq!(send(chunked).await.unwrap().body(), "abcde");
    let unframed = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcde";
    assert_eq!(send(unframed).await.unwrap().body(), "abcde");
    assert_eq!(
        send(b"HTTP/1.0 200 OK\r\n\r\nabcde").await.unwrap().body(),
        "abcde"
    );
}

#[tokio::test]
async fn a_short_body_is_an_error() {
    use TransportErrorKind::Body;
    assert_eq!(
        kind(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").await,
        Body
    );
    assert_eq!(
        kind(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc").await,
        Body
    );
}

#[tokio::test]
async fn no_reply_or_garbage_is_an_interruption_that_may_have_been_processed() {
    for reply in [
        &b""[..],
        b"HTTP/1.1 20",
        b"garbage\r\n\r\n",
        b"HTTP/1.1 2x0 OK\r\n\r\n",
    ] {
        let error = send(reply).await.unwrap_err();
        assert_eq!(error.kind(), TransportErrorKind::Interrupted, "{reply:?}");
        assert!(error.may_have_been_processed());
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_announced_or_not() {
    let limited = async |reply: &'static [u8], limit| {
        let server = Server::answering(vec![reply]).await;
        let mut request = post(&server.url());
        let mut attempt = Attempt::new("test");
        attempt.body_limit = limit;
        request.extensions_mut().insert(attempt);
        ReqwestTransport::new()
            .send(request)
            .await
            .map_err(|error| error.kind())
    };
    let framed = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabcde";
    let chunked =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    for reply in [&framed[..], chunked] {
        assert_eq!(
            limited(reply, Some(4)).await.unwrap_err(),
            TransportErrorKind::TooLarge
        );
        assert_eq!(limited(reply, Some(5)).await.unwrap().body(), "abcde");
        assert_eq!(limited(reply, None).await.unwrap().body(), "abcde");
    }
    // What the head announces is refused without waiting for it.
    let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n";
    assert_eq!(kind(announced).await, TransportErrorKind::TooLarge);
}

#[tokio::test]
async fn a_refused_connection_was_provably_not_used() {
    // A port that is taken on one loopback address is free on the next, for as long as it is held.
    let held = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!(
        "http://127.0.0.2:{}/x?key=s3cret",
        held.local_addr().unwrap().port()
    );

    let error = ReqwestTransport::new().send(post(&url)).await.unwrap_err();

    assert_eq!(error.kind(), TransportErrorKind::Connect);
    assert!(!error.may_have_been_processed());
    let mut chain = format!("{error:?}");
    let mut next = error.source();
    while let Some(cause) = next {
        chain += &cause.to_string();
        next = cause.source();
    }
    assert!(!chain.contains("s3cret"), "{chain}");
}

#[tokio::test]
async fn a_given_client_that_follows_redirects_is_found_out() {
    let server = Server::answering(vec![
        b"HTTP/1.1 302 Found\r\nLocation: /y\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ])
    .await;
    let client = reqwest::Client::builder().no_proxy().build().unwrap();

    let error = ReqwestTransport::from_client(client)
        .send(post(&server.url()))
        .await
        .unwrap_err();

    assert_eq!(error.kind(), TransportErrorKind::Other);
    assert_eq!(
        error.source().unwrap().to_string(),
        "the given reqwest client followed a redirect; build it with `Policy::none()`"
    );
}

#[tokio::test]
async fn a_dropped_exchange_leaves_the_transport_usable() {
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let transport = ReqwestTransport::new();
    let url = format!("http://{}/x", silent.local_addr().unwrap());

    let mut exchange = Box::pin(transport.send(post(&url)));
    let (stream, _) = tokio::select! {
        reply = &mut exchange => panic!("no one answered: {reply:?}"),
        accepted = silent.accept() => accepted.unwrap(),
    };
    drop(exchange);
    // The other end sees the connection closed, after whatever was sent.
    let mut rest = Vec::new();
    let mut stream = stream;
    tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut rest)
        .await
        .unwrap();

    let server = Server::answering(vec![b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"]).await;
    assert_eq!(
        transport.send(post(&server.url())).await.unwrap().status(),
        200
    );
}
