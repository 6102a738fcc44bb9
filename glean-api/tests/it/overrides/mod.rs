//! What a client does, and how a call leaves it, sets it or switches it off: option by option, as
//! it reaches a transport.

mod headers;
mod limits;
mod place;
mod ways;

use bytes::Bytes;
use glean_api::transport::Attempt;
use glean_api::{GleanBuilder, RequestOptions};
use http::Request;

use crate::support::{AtOnce, Reply, Still, in_process, recording};

type Client = fn(GleanBuilder) -> GleanBuilder;
type Call = fn(RequestOptions) -> RequestOptions;

/// Leaves a client or a call as it is.
fn plain<T>(it: T) -> T {
    it
}

/// Makes one call, answered by a 503, and gives the requests of all its attempts.
async fn requests(client: Client, call: Call) -> Vec<Request<Bytes>> {
    let (transport, requests) = recording(&Reply::text(503, "later"));
    let glean = client(in_process().clock(Still).sleep(AtOnce))
        .transport(transport)
        .build()
        .unwrap();
    let sent = glean.client().authentication().create_token();
    let error = sent.options(call(RequestOptions::new())).await.unwrap_err();
    assert_eq!(error.to_string().split(" (").next(), Some(UNAVAILABLE));
    requests.lock().unwrap().drain(..).collect()
}

const UNAVAILABLE: &str = "createToken: 503 Service Unavailable: later";

async fn request(client: Client, call: Call) -> Request<Bytes> {
    let mut requests = requests(client, call).await;
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

async fn attempt(client: Client, call: Call) -> Attempt {
    let request = request(client, call).await;
    request.extensions().get::<Attempt>().unwrap().clone()
}
