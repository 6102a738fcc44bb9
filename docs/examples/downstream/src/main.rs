//! The service on a port: `GLEAN_INSTANCE` and `GLEAN_API_TOKEN` say whose tokens, `LISTEN` where.

use glean_api::Glean;
use glean_api::transport::hyper_util_0_1::HyperTransport;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let glean = token_service::patience(Glean::builder().env())
        .transport(HyperTransport::new())
        .build()?;
    let address = std::env::var("LISTEN").unwrap_or_else(|_| "127.0.0.1:8080".into());
    let listener = tokio::net::TcpListener::bind(address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let stop = async { drop(tokio::signal::ctrl_c().await) };
    axum::serve(listener, token_service::router(glean))
        .with_graceful_shutdown(stop)
        .await?;
    Ok(())
}
