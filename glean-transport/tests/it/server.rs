use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A server on a free loopback port that answers each connection's one request with `reply`,
/// closes it, and gives back what it read, request by request.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: JoinHandle<Vec<String>>,
}

impl Server {
    pub(crate) async fn answering(replies: Vec<&'static [u8]>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = tokio::spawn(async move {
            let mut requests = Vec::new();
            for reply in replies {
                let (mut stream, _) = listener.accept().await.unwrap();
                requests.push(read_head(&mut stream).await);
                stream.write_all(reply).await.unwrap();
                stream.shutdown().await.unwrap();
            }
            requests
        });
        Self { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/x", self.address)
    }

    pub(crate) async fn requests(self) -> Vec<String> {
        self.requests.await.unwrap()
    }
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}
