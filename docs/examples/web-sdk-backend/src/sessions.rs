use std::fmt;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::SignedCookieJar;
pub use axum_extra::extract::cookie::Key;
use axum_extra::extract::cookie::{Cookie, SameSite};
use glean_api::transport::time::Clock;

use crate::Origin;
use crate::backend::Shared;
use crate::problem::Problem;

/// Keeps who is signed in, and until when, in a cookie that the service alone can sign.
///
/// Signing out takes the cookie from the browser; a copy of it is good until it expires. Where that is not
/// enough, keep the sessions on your side.
#[derive(Clone)]
pub struct Sessions {
    key: Key,
    lifetime: Duration,
    clock: Arc<dyn Clock>,
    is_https: bool,
}

impl Sessions {
    /// Makes sessions for a page at `origin` that end after `lifetime` by `clock`.
    pub fn new(key: Key, lifetime: Duration, clock: impl Clock, origin: &Origin) -> Self {
        Self {
            key,
            lifetime,
            clock: Arc::new(clock),
            is_https: origin.is_https(),
        }
    }

    /// Gives the cookies of a request, signatures checked.
    pub(crate) fn jar(&self, headers: &HeaderMap) -> SignedCookieJar {
        SignedCookieJar::from_headers(headers, self.key.clone())
    }

    pub(crate) fn begin(&self, jar: SignedCookieJar, user: &str) -> SignedCookieJar {
        let ends = self.now().saturating_add(self.lifetime).as_secs();
        jar.add(self.cookie(format!("{ends} {user}")))
    }

    pub(crate) fn end(&self, jar: SignedCookieJar) -> SignedCookieJar {
        jar.remove(self.cookie(String::new()))
    }

    /// Gives the user whose session it is, if it is not over.
    pub(crate) fn user(&self, jar: &SignedCookieJar) -> Option<String> {
        let cookie = jar.get(self.name())?;
        let (ends, user) = cookie.value().split_once(' ')?;
        let ends = Duration::from_secs(ends.parse().ok()?);
        (self.now() < ends).then(|| user.to_owned())
    }

    /// Makes a cookie that no script can read, no other site can send along, and that goes over TLS
    /// alone where there is TLS.
    fn cookie(&self, value: String) -> Cookie<'static> {
        Cookie::build((self.name(), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.is_https)
            .build()
    }

    fn name(&self) -> &'static str {
        // By that prefix browsers take it from this very host over TLS, and from nowhere else.
        if self.is_https {
            "__Host-session"
        } else {
            "session"
        }
    }

    fn now(&self) -> Duration {
        let since = self.clock.system_time().duration_since(UNIX_EPOCH);
        since.unwrap_or_default()
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("lifetime", &self.lifetime)
            .field("is_https", &self.is_https)
            .finish_non_exhaustive()
    }
}

/// The user of a request, by its session and by nothing else.
pub(crate) struct SignedIn(pub(crate) String);

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Shared) -> Result<Self, Problem> {
        let sessions = &state.backend.sessions;
        let user = sessions.user(&sessions.jar(&parts.headers));
        user.map(Self).ok_or(Problem::NotSignedIn)
    }
}
