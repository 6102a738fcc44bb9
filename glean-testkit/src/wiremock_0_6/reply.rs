use bytes::Bytes;
use http::{Response, StatusCode};
use wiremock::{Respond, ResponseTemplate};

use super::convert::into_wiremock;
use crate::Reply;

/// Answers every call with `reply`; one that leaves the call to the rules is a 200 without a body.
pub fn reply(reply: Reply) -> ReplyResponder {
    ReplyResponder(reply)
}

/// A responder made by [`reply`].
#[derive(Clone, Debug)]
#[must_use]
pub struct ReplyResponder(Reply);

impl Respond for ReplyResponder {
    fn respond(&self, _: &wiremock::Request) -> ResponseTemplate {
        let nothing = || {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::OK;
            response
        };
        into_wiremock(self.0.clone().into_response(nothing))
    }
}
