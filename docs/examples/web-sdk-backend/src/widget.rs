use axum::http::HeaderValue;

use crate::{InvalidOrigin, Origin};

/// What the page tells the SDK, and the browser about it.
#[derive(Clone, Debug)]
pub struct Widget {
    pub(crate) backend: String,
    pub(crate) web_app: Origin,
    pub(crate) is_stand_in: bool,
    pub(crate) content_security_policy: HeaderValue,
}

impl Widget {
    /// Makes what the SDK is told: `backend` is Glean's server, `web_app` the web app whose frame it opens.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidOrigin`] if the origin can't stand in a header.
    pub fn new(backend: impl Into<String>, web_app: Origin) -> Result<Self, InvalidOrigin> {
        // The SDK runs as the page's own script; what it opens is a frame of the web app.
        let policy = format!(
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
             frame-src {web_app}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        );
        Ok(Self {
            backend: backend.into(),
            web_app,
            is_stand_in: false,
            content_security_policy: policy.try_into().map_err(|_| InvalidOrigin)?,
        })
    }

    /// Says on the page that the web app is the [stand-in](crate::stand_in).
    #[must_use]
    pub fn stand_in(mut self) -> Self {
        self.is_stand_in = true;
        self
    }
}
