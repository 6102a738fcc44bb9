use std::sync::{Mutex, PoisonError};

use wiremock::{Respond, ResponseTemplate};

use super::convert::{from_wiremock, into_wiremock};
use crate::GleanModel;

/// Answers every call as the rulebook says, with the credentials, users and lifetimes of `model`.
///
/// ```
/// use glean_testkit::wiremock_0_6::rulebook;
/// use glean_testkit::{GleanModel, ModelConfig};
/// use wiremock::matchers::any;
/// use wiremock::Mock;
///
/// let mock = Mock::given(any()).respond_with(rulebook(GleanModel::new(ModelConfig::default())));
/// # drop(mock);
/// ```
pub fn rulebook(model: GleanModel) -> RulebookResponder {
    RulebookResponder(Mutex::new(model))
}

/// A responder made by [`rulebook`].
#[derive(Debug)]
#[must_use]
pub struct RulebookResponder(Mutex<GleanModel>);

impl Respond for RulebookResponder {
    fn respond(&self, request: &wiremock::Request) -> ResponseTemplate {
        let mut model = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        into_wiremock(model.handle(&from_wiremock(request)))
    }
}
