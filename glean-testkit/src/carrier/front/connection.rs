use std::future::poll_fn;
use std::net::IpAddr;
use std::sync::Arc;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::control::{Control, End};
use super::link::Link;
use super::service::Service;
use crate::stream::Stream;

/// Serves one connection to its end.
pub(super) async fn serve(stream: impl Stream, peer: IpAddr, service: Service) {
    let control = Arc::new(Control::default());
    let link = Link::new(stream, Arc::clone(service.shared()), Arc::clone(&control));
    let answer = {
        let control = Arc::clone(&control);
        service_fn(move |request| {
            let (service, control) = (service.clone(), Arc::clone(&control));
            // hyper wants a future that can be moved.
            Box::pin(async move { service.answer(request, peer, &control).await })
        })
    };
    let mut connection = http1::Builder::new()
        // The rulebook's clock says what date it is.
        .auto_date_header(false)
        .serve_connection(TokioIo::new(link), answer);
    // An error is the peer's or a fault's, and the connection ends either way.
    let _ = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    let stream = connection.into_parts().io.into_inner().into_stream();
    end(stream, control.end()).await;
}

async fn end(mut stream: impl Stream, end: Option<End>) {
    // What was written before a fault is to arrive; if the peer is gone, then that is that.
    let _ = stream.flush().await;
    match end {
        None => {
            let _ = stream.shutdown().await;
        }
        Some(End::Reset) => {
            let _ = stream.reset_on_close();
        }
        Some(End::Close) => {
            let _ = stream.shutdown().await;
            drain(stream).await;
        }
        Some(End::Stall) => drain(stream).await,
    }
}

/// Reads until the peer closes: closing while something lies there unread would be a reset.
async fn drain(mut stream: impl Stream) {
    let mut unread = [0; 4096];
    while matches!(stream.read(&mut unread).await, Ok(1..)) {}
}
