//! Mints a token over ureq, from the fake Glean server: the transport of the guide
//! "Write your own Transport".
//!
//! `cargo run -p glean-docs --example ureq_transport`

mod classify;
mod transport;

use glean_api::Glean;
use glean_testkit::FakeGlean;

use crate::transport::UreqTransport;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = FakeGlean::start().await;
    let glean = Glean::builder()
        .server_url(fake.url())
        .api_token("glean_global")
        .act_as("ada@example.com")
        .transport(UreqTransport::trusting(&[])?)
        .build()?;

    let minted = glean.client().authentication().create_token().await?;

    println!("Minted {:?} over ureq.", minted.token);
    Ok(())
}
