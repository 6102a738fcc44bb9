//! How the service ends.

use std::sync::Arc;
use std::time::Duration;

use glean_api::GleanBuilder;
use glean_api::transport::{Transport, transport_fn};
use glean_testkit::FakeGlean;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, oneshot};
use web_sdk_backend::serve;

use crate::scene::{ORIGIN, Scene, TOKEN};

/// More than any test takes.
const LONG: Duration = Duration::from_secs(600);

/// A scene whose calls to Glean arrive, and are answered when the test says so.
struct Held {
    scene: Scene,
    arrived: Arc<Notify>,
    answer: Arc<Notify>,
}

fn held() -> Held {
    let fake = FakeGlean::builder().lenient().in_process();
    let (arrived, answer) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let inner = Arc::new(fake.transport());
    let transport = {
        let (arrived, answer) = (Arc::clone(&arrived), Arc::clone(&answer));
        transport_fn(move |request| {
            let parts = (
                Arc::clone(&inner),
                Arc::clone(&arrived),
                Arc::clone(&answer),
            );
            async move {
                let (inner, arrived, answer) = parts;
                arrived.notify_one();
                answer.notified().await;
                inner.send(request).await
            }
        })
    };
    let scene = Scene::at(ORIGIN, fake, transport, GleanBuilder::no_timeout);
    Held {
        scene,
        arrived,
        answer,
    }
}

async fn ask(stream: &mut TcpStream, cookie: &str) {
    let request = format!(
        "POST {TOKEN} HTTP/1.1\r\nhost: x\r\norigin: {ORIGIN}\r\ncookie: {cookie}\r\n\
         content-length: 0\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
}

#[tokio::test]
async fn a_request_that_is_under_way_is_answered_before_the_service_ends() {
    let Held {
        scene,
        arrived,
        answer,
    } = held();
    let cookie = scene.signed_in_as_ada().await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { drop(stopped.await) };
    let service = tokio::spawn(serve(listener, scene.router.clone(), stopped, LONG));
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut busy = TcpStream::connect(address).await.unwrap();
    ask(&mut busy, &cookie).await;
    arrived.notified().await;

    stop.send(()).unwrap();

    // An idle connection is closed, and the service waits for the busy one.
    let mut rest = String::new();
    idle.read_to_string(&mut rest).await.unwrap();
    assert_eq!(rest, "");
    assert!(!service.is_finished());
    TcpStream::connect(address).await.unwrap_err();
    answer.notify_one();
    busy.read_to_string(&mut rest).await.unwrap();
    assert!(rest.starts_with("HTTP/1.1 200 OK\r\n"), "{rest}");
    assert!(rest.contains(r#"{"token":""#), "{rest}");
    service.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_cut_off() {
    let Held { scene, arrived, .. } = held();
    let cookie = scene.signed_in_as_ada().await;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let mut busy = TcpStream::connect(listener.local_addr().unwrap())
        .await
        .unwrap();
    let stopping = Arc::clone(&arrived);
    let stop = async move { stopping.notified().await };
    let service = tokio::spawn(serve(listener, scene.router.clone(), stop, Duration::ZERO));
    ask(&mut busy, &cookie).await;

    // Ends, though Glean never answers.
    service.await.unwrap().unwrap();
}
