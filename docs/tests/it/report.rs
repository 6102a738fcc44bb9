//! The report that the guide shows is the one that a fake gives.

use std::time::Duration;

use bytes::Bytes;
use glean_testkit::{FakeGlean, Fault, ManualClock, Phase};
use glean_transport::Transport;

use crate::markdown::Page;

#[tokio::test]
async fn the_guide_shows_a_report_as_it_is() {
    let clock = ManualClock::new();
    let fake = FakeGlean::builder().clock(clock.clone()).in_process();
    fake.script([Fault::reset(Phase::AfterMint)]);
    let call = async |operation: &str| {
        let request = http::Request::post(format!("{}/rest/api/v1/{operation}", fake.url()))
            .header("authorization", "Bearer glean_global")
            .header("x-glean-actas", "ada@example.com")
            .body(Bytes::new());
        fake.transport().send(request.unwrap()).await
    };
    call("createauthtoken").await.unwrap_err();
    clock.advance(Duration::from_millis(500));
    call("createauthtoken").await.unwrap();
    call("createauthtokens").await.unwrap();

    let report = fake.check().unwrap_err().to_string();
    let blocks = Page::read("docs/test-your-service.md").blocks;
    let shown = blocks
        .iter()
        .find(|block| block.text.starts_with("the fake Glean server"))
        .expect("a block with a report");
    // Where and by what test depends on the service.
    let findings = |text: &str| text.split("\nmade at ").next().map(str::to_owned);
    assert_eq!(findings(&shown.text), findings(&report));
    let lines: Vec<_> = shown.text.lines().rev().take(4).collect();
    assert_eq!(Some(lines[0]), report.lines().last());
    for (line, start) in lines
        .iter()
        .skip(1)
        .zip(["rerun: cargo test ", "verified ", "made at "])
    {
        assert!(line.starts_with(start), "{line}");
    }
}
