use std::time::Duration;

use fantoccini::{Client, Locator};
use serde_json::Value;

/// One user's browser.
pub(crate) struct Browser(Client);

impl Browser {
    pub(crate) fn new(client: Client) -> Self {
        Self(client)
    }

    pub(crate) async fn go(&self, url: &str) {
        self.0.goto(url).await.unwrap();
    }

    /// Signs in by the page's form, and waits until it shows the user.
    pub(crate) async fn sign_in(&self, user: &str) {
        self.click(&format!("//form[@id='sign-in']//button[@value='{user}']"))
            .await;
        self.see("user", user).await;
    }

    /// Waits until an element has this text.
    pub(crate) async fn see(&self, id: &str, text: &str) {
        let xpath = format!("//*[@id='{id}'][normalize-space()='{text}'][not(@hidden)]");
        self.find(&xpath).await;
    }

    pub(crate) async fn click(&self, xpath: &str) {
        self.find(xpath).await.click().await.unwrap();
    }

    pub(crate) async fn text(&self, id: &str) -> String {
        let element = self.0.find(Locator::Id(id)).await.unwrap();
        element.text().await.unwrap()
    }

    /// Goes into the frame that the SDK opened.
    pub(crate) async fn enter_frame(&self) {
        let frame = self.find("//*[@id='glean']/iframe").await;
        frame.enter_frame().await.unwrap();
    }

    pub(crate) async fn leave_frame(&self) {
        self.0.enter_parent_frame().await.unwrap();
    }

    /// Asks for a token from within the page, and gives the status and the reply.
    pub(crate) async fn fetch_token(&self) -> (u64, Value) {
        let script = "const done = arguments[0];
            fetch('/api/glean-token', { method: 'POST' })
                .then(async (reply) => done([reply.status, await reply.json()]))
                .catch((error) => done([0, String(error)]));";
        let answer = self.0.execute_async(script, Vec::new()).await.unwrap();
        (answer[0].as_u64().unwrap(), answer[1].clone())
    }

    /// Gives what a script of the page can read of the user's cookies.
    pub(crate) async fn readable_cookies(&self) -> Value {
        let script = "return document.cookie";
        self.0.execute(script, Vec::new()).await.unwrap()
    }

    pub(crate) async fn screenshot(&self) -> Vec<u8> {
        self.0.screenshot().await.unwrap()
    }

    async fn find(&self, xpath: &str) -> fantoccini::elements::Element {
        let wait = self.0.wait().at_most(Duration::from_secs(60));
        let found = wait.for_element(Locator::XPath(xpath)).await;
        match found {
            Ok(element) => element,
            Err(error) => {
                let source = self.0.source().await.unwrap_or_default();
                panic!("{xpath}: {error}\n{source}")
            }
        }
    }
}
