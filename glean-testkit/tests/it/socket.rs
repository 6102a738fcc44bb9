//! The fake on a real socket, spoken to byte by byte.

use std::time::Duration;

use bytes::Bytes;
use glean_testkit::{FakeGlean, ManualClock, Reply};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::call::{Call, PATH};

fn address(glean: &FakeGlean) -> &str {
    let rest = glean.url().strip_prefix("http://").unwrap();
    rest.split('/').next().unwrap()
}

/// Sends a call on a connection of its own and reads the reply to its end.
pub(crate) async fn exchange(glean: &FakeGlean, call: &Call) -> Response<Bytes> {
    let mut request = format!("{} {} HTTP/1.1\r\n", call.method, call.path).into_bytes();
    request.extend_from_slice(b"host: localhost\r\nconnection: close\r\n");
    for (name, value) in &call.headers {
        request.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    request.extend_from_slice(b"\r\n");
    request.extend_from_slice(call.body.as_bytes());
    parse(&raw_exchange(glean, &request).await)
}

async fn raw_exchange(glean: &FakeGlean, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address(glean)).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await.unwrap();
    reply
}

fn parse(reply: &[u8]) -> Response<Bytes> {
    let end = reply
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .expect("a whole head");
    let mut lines = reply[..end]
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii);
    let status = lines
        .next()
        .unwrap()
        .split(|byte| *byte == b' ')
        .nth(1)
        .unwrap();
    let mut response = Response::new(Bytes::copy_from_slice(&reply[end + 4..]));
    *response.status_mut() = StatusCode::from_bytes(status).unwrap();
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':').unwrap();
        response.headers_mut().append(
            HeaderName::from_bytes(&line[..colon]).unwrap(),
            HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).unwrap(),
        );
    }
    response
}

#[tokio::test]
async fn a_reply_is_the_same_in_process_and_over_the_socket() {
    let fake = || {
        FakeGlean::builder()
            .seed(1)
            .clock(ManualClock::new())
            .lenient()
    };
    let (here, there) = (fake().in_process(), fake().start().await);
    for call in [
        Call::with("glean_user"),
        Call::with("glean_global"),
        Call::for_user("grace@example.com"),
        Call::with("glean_user_unscoped"),
        Call::with("glean_status_204"),
        Call::with("glean_status_302"),
        Call::with("glean_status_429_after_2"),
        Call::with("glean_user").path("/nowhere"),
        Call::with("glean_user").path(&format!("{PATH}?a=b")),
        Call::with("glean_user").method("DELETE"),
        Call::with("glean_user").method("HEAD"),
        Call::with("glean_user").body("{}"),
        Call::with("glean_user").header("accept", "text/html"),
    ] {
        let expected = call.in_process(&here);
        let mut reply = exchange(&there, &call).await;
        reply.headers_mut().remove("connection");
        assert_eq!(reply.status(), expected.status(), "{call:?}");
        assert_eq!(reply.body(), expected.body(), "{call:?}");
        let sorted = |response: &Response<Bytes>| {
            let mut headers: Vec<_> = response
                .headers()
                .iter()
                .map(|(n, v)| format!("{n}: {v:?}"))
                .collect();
            headers.sort();
            headers
        };
        assert_eq!(sorted(&reply), sorted(&expected), "{call:?}");
    }
}

#[tokio::test]
async fn header_bytes_and_repeats_survive_both_ways() {
    let glean = FakeGlean::start().await;
    let odd = HeaderValue::from_bytes(b"t\xe9o").unwrap();
    glean.script([Reply::status(200)
        .header("x-twice", "one")
        .header("x-twice", odd.clone())
        .content_type("Application/JSON; Charset=UTF-8")
        .body("{}")]);
    let call = Call::with("glean_user")
        .header("x-note", "one")
        .header("x-note", odd.as_bytes());
    let reply = exchange(&glean, &call).await;
    let twice = |headers: &http::HeaderMap, name: &str| {
        headers.get_all(name).iter().cloned().collect::<Vec<_>>()
    };
    let expected = [HeaderValue::from_static("one"), odd];
    assert_eq!(twice(reply.headers(), "x-twice"), expected);
    assert_eq!(twice(&glean.requests()[0].headers, "x-note"), expected);
    assert_eq!(
        twice(reply.headers(), "content-type"),
        ["Application/JSON; Charset=UTF-8"]
    );
    assert_eq!(reply.body(), "{}");
}

#[tokio::test]
async fn a_post_without_a_length_is_a_411() {
    let glean = FakeGlean::builder().lenient().start().await;
    let call = Call::with("glean_user").without("content-length");
    assert_eq!(exchange(&glean, &call).await.status(), 411);
}

#[tokio::test]
async fn what_is_no_http_hurts_nobody() {
    let glean = FakeGlean::start().await;
    for garbage in [
        &b"\x16\x03\x01 hello\r\n\r\n"[..],
        b"NOT HTTP\r\n\r\n",
        b"\r\n\r\n\r\n\0\r\n",
    ] {
        let mut stream = TcpStream::connect(address(&glean)).await.unwrap();
        stream.write_all(garbage).await.unwrap();
        stream.shutdown().await.unwrap();
        // A reset is as good an end as any.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    assert_eq!(
        exchange(&glean, &Call::with("glean_user")).await.status(),
        200
    );
    glean.verify();
}

#[tokio::test]
async fn a_connection_can_be_used_again() {
    let glean = FakeGlean::start().await;
    let one = format!(
        "POST {PATH} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer glean_user\r\ncontent-length: 0\r\n",
    );
    let both = format!("{one}\r\n{one}connection: close\r\n\r\n");
    let reply = raw_exchange(&glean, both.as_bytes()).await;
    let statuses = reply
        .windows(15)
        .filter(|window| *window == b"HTTP/1.1 200 OK")
        .count();
    assert_eq!(statuses, 2);
    assert_eq!(glean.ledger().minted_for("ada@example.com"), 2);
}

#[tokio::test]
async fn the_url_leads_to_loopback_with_the_prefix() {
    let glean = FakeGlean::builder().path_prefix("/eu").start().await;
    assert!(
        glean.url().starts_with("http://127.0.0.1:"),
        "{}",
        glean.url()
    );
    assert!(glean.url().ends_with("/eu"), "{}", glean.url());
    let call = Call::with("glean_user").path(&format!("/eu{PATH}"));
    assert_eq!(exchange(&glean, &call).await.status(), 200);
}

#[tokio::test]
async fn its_transport_reaches_the_same_fake() {
    let glean = FakeGlean::start().await;
    exchange(&glean, &Call::with("glean_user")).await;
    Call::with("glean_user").in_process(&glean);
    assert_eq!(glean.ledger().len(), 2);
    assert_eq!(glean.calls(), 2);
}

#[tokio::test]
async fn a_dropped_fake_refuses_connections_also_those_it_had_open() {
    for _ in 0..20 {
        let glean = FakeGlean::start().await;
        let address = address(&glean).to_owned();
        let mut open = TcpStream::connect(&address).await.unwrap();
        exchange(&glean, &Call::with("glean_user")).await;
        drop(glean);
        assert!(TcpStream::connect(&address).await.is_err());
        assert!(matches!(open.read(&mut [0]).await, Ok(0) | Err(_)));
    }
}

#[tokio::test]
async fn it_can_be_dropped_on_an_exhausted_task_budget() {
    let glean = FakeGlean::start().await;
    let exhausted = tokio::spawn(async move {
        // Takes from a channel that is never empty until tokio wants the task to yield.
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        (0..4096).for_each(|n| sender.send(n).unwrap());
        while let std::task::Poll::Ready(Some(_)) =
            std::future::poll_fn(|cx| std::task::Poll::Ready(receiver.poll_recv(cx))).await
        {
        }
        drop(glean);
    });
    exhausted.await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fakes_side_by_side_do_not_mix() {
    let fakes = (0..8_usize).map(|number| {
        tokio::spawn(async move {
            let user = format!("user{number}@example.com");
            let glean = FakeGlean::builder().user(&user).start().await;
            for _ in 0..=number {
                assert_eq!(exchange(&glean, &Call::for_user(&user)).await.status(), 200);
            }
            assert_eq!(glean.ledger().minted_for(&user), number + 1);
            assert_eq!(glean.ledger().len(), number + 1);
        })
    });
    for fake in fakes.collect::<Vec<_>>() {
        fake.await.unwrap();
    }
}

#[tokio::test]
async fn wait_for_ends_when_the_calls_have_come() {
    let glean = FakeGlean::start().await;
    let transport = glean.transport();
    let caller = tokio::spawn(async move {
        for _ in 0..3 {
            let request = Call::with("glean_user").request();
            glean_transport::Transport::send(&transport, request)
                .await
                .unwrap();
        }
    });
    glean.wait_for(3, Duration::from_secs(30)).await.unwrap();
    glean.wait_for(2, Duration::ZERO).await.unwrap();
    caller.await.unwrap();
}

#[tokio::test]
async fn wait_for_gives_up_with_a_readable_error() {
    let glean = FakeGlean::builder().lenient().in_process();
    Call::with("glean_user").in_process(&glean);
    Call::with("glean_user").path("/").in_process(&glean);
    let error = glean
        .wait_for(3, Duration::from_millis(1))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 of 3 createToken calls came in within 1ms"
    );
}
