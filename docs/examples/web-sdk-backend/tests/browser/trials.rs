use std::fmt::Write;
use std::pin::Pin;
use std::time::Duration;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::driver::Driver;
use crate::scene::{SESSION, Scene};

const ADA: &str = "ada@example.com";
const GRACE: &str = "grace@example.com";
const ASK: &str = "//button[@id='ask']";
/// Names the file that the picture of the guide is written to; without it none is.
const SCREENSHOT: &str = "WEB_SDK_SCREENSHOT";

type Run = fn() -> Pin<Box<dyn Future<Output = ()>>>;

macro_rules! trials {
    ($($name:ident,)*) => {
        pub(crate) fn all() -> Vec<(&'static str, Run)> {
            vec![$((stringify!($name), (|| Box::pin($name())) as Run)),*]
        }
    };
}

trials! {
    each_of_two_users_gets_a_token_of_their_own_and_the_sdk_hands_it_on,
    the_sdk_asks_for_a_new_token_and_gets_it_as_soon_as_there_is_need,
    an_expired_session_gets_401_and_the_page_says_so,
    a_page_without_the_sdk_says_how_to_get_it,
    the_page_is_fit_for_a_picture,
}

/// Gives what the stand-in shows of a token.
fn fingerprint(token: &str) -> String {
    let digest = Sha256::digest(token);
    digest.iter().take(6).fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// Gives the version that npm is asked for.
fn sdk_version() -> String {
    let package: Value = serde_json::from_str(include_str!("../../package.json")).unwrap();
    let version = &package["dependencies"]["@gleanwork/web-sdk"];
    version.as_str().unwrap().to_owned()
}

async fn each_of_two_users_gets_a_token_of_their_own_and_the_sdk_hands_it_on() {
    let scene = Scene::start().await;
    let driver = Driver::start();
    let browsers = [(driver.open().await, ADA), (driver.open().await, GRACE)];

    for (browser, user) in &browsers {
        browser.go(&scene.url).await;
        browser.sign_in(user).await;
    }

    for (browser, user) in &browsers {
        browser.enter_frame().await;
        browser.see("count", "1").await;
        assert_eq!(browser.text("action").await, "SET_EMBEDDED_SEARCH_OPTIONS");
        assert_eq!(browser.text("sdk").await, sdk_version());
        let shown = browser.text("fingerprint").await;
        browser.leave_frame().await;
        let (status, reply) = browser.fetch_token().await;
        assert_eq!(status, 200);
        let token = reply["token"].as_str().unwrap();
        assert_eq!(fingerprint(token), shown);
        assert_eq!(scene.owner(token).as_deref(), Some(*user));
        assert_eq!(browser.readable_cookies().await, "");
    }
    let ledger = scene.fake.ledger();
    assert_eq!((ledger.minted_for(ADA), ledger.minted_for(GRACE)), (1, 1));
    assert_eq!(ledger.len(), 2);
}

async fn the_sdk_asks_for_a_new_token_and_gets_it_as_soon_as_there_is_need() {
    let scene = Scene::start().await;
    let driver = Driver::start();
    let browser = driver.open().await;
    browser.go(&scene.url).await;
    browser.sign_in(ADA).await;
    browser.enter_frame().await;
    browser.see("count", "1").await;
    let first = browser.text("fingerprint").await;

    browser.click(ASK).await;

    browser.see("count", "2").await;
    assert_eq!(browser.text("action").await, "UPDATE_AUTH_TOKEN");
    assert_eq!(browser.text("fingerprint").await, first);
    assert_eq!(scene.tokens.counters().hits, 1);
    assert_eq!(scene.fake.calls(), 1);

    // Half an hour before its end.
    scene.fake.clock().advance(Duration::from_secs(90 * 60));
    browser.click(ASK).await;

    browser.see("count", "3").await;
    assert_ne!(browser.text("fingerprint").await, first);
    assert_eq!(scene.fake.ledger().minted_for(ADA), 2);
}

async fn an_expired_session_gets_401_and_the_page_says_so() {
    let scene = Scene::start().await;
    let driver = Driver::start();
    let browser = driver.open().await;
    browser.go(&scene.url).await;
    browser.sign_in(ADA).await;
    browser.enter_frame().await;
    browser.see("count", "1").await;

    scene.clock.advance(SESSION);
    browser.click(ASK).await;

    browser.leave_frame().await;
    browser
        .see("message", "Your session is over. Sign in again.")
        .await;
    let (status, reply) = browser.fetch_token().await;
    assert_eq!(status, 401);
    assert_eq!(reply["title"], "sign in first");
    browser.enter_frame().await;
    assert_eq!(browser.text("count").await, "1");
    assert_eq!(scene.fake.calls(), 1);

    browser.leave_frame().await;
    browser.sign_in(GRACE).await;
    browser.enter_frame().await;
    browser.see("count", "1").await;
    assert_eq!(scene.fake.ledger().minted_for(GRACE), 1);
}

async fn a_page_without_the_sdk_says_how_to_get_it() {
    let scene = Scene::without_sdk().await;
    let driver = Driver::start();
    let browser = driver.open().await;

    browser.go(&scene.url).await;

    let how = "npm install --prefix docs/examples/web-sdk-backend";
    let message = format!("The Web SDK is not installed: {how}");
    browser.see("message", &message).await;
}

async fn the_page_is_fit_for_a_picture() {
    let scene = Scene::start().await;
    let driver = Driver::start();
    let browser = driver.open().await;
    browser.go(&scene.url).await;
    browser.sign_in(ADA).await;
    browser.enter_frame().await;
    browser.see("count", "1").await;
    browser.leave_frame().await;

    let picture = browser.screenshot().await;

    assert!(picture.starts_with(b"\x89PNG"));
    assert!(picture.len() < 60_000, "{} bytes", picture.len());
    if let Some(path) = std::env::var_os(SCREENSHOT) {
        std::fs::write(path, picture).unwrap();
    }
}
