use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::Reply;

/// A server on loopback that takes one request, to the byte, and writes a reply, to the byte.
pub(crate) struct Server {
    address: SocketAddr,
    request: JoinHandle<String>,
}

impl Server {
    pub(crate) async fn start(reply: &Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let reply = reply.clone();
        let request = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let request = read_request(&mut stream).await;
            // A client that has seen enough hangs up, and is right to.
            let _ = stream.write_all(&reply.to_bytes()).await;
            if reply.is_held_open() {
                std::future::pending::<()>().await;
            }
            let _ = stream.shutdown().await;
            request
        });
        Self { address, request }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Gives the request as it came.
    pub(crate) async fn request(self) -> String {
        self.request.await.unwrap()
    }
}

/// Reads a head and as much of a body as it announces.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let head = loop {
        if let Some(end) = request.windows(4).position(|it| it == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut request).await.unwrap() == 0 {
            break request.len();
        }
    };
    let text = std::str::from_utf8(&request[..head]).unwrap();
    let length: usize = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    while request.len() < head + length {
        if stream.read_buf(&mut request).await.unwrap() == 0 {
            break;
        }
    }
    String::from_utf8(request).unwrap()
}
