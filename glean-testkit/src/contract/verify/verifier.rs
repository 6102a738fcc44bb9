use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use glean_models::CreateAuthTokenResponse;
use glean_transport::time::{Clock, Sleep, SystemClock, within};
use glean_transport::{Transport, TransportError, TransportErrorKind, is_loopback};
use http::uri::Scheme;
use http::{Request, Response, StatusCode, Uri};

use super::owners::Owners;
use super::selection::select;
use super::{CaseResult, LedgerSource, Outcome, Report, VerifyError};
use crate::contract::{
    BodyRule, Case, Credentials, GivenCredential, Live, ServerCase, Verdict, cases,
};

/// How many requests a run makes at most, unless a cap is set.
const CAP: usize = 100;

/// Asks a server each case of the contract, one after the other.
#[must_use = "a verifier does nothing until it is run"]
pub struct Verifier {
    transport: Arc<dyn Transport>,
    url: String,
    credentials: Option<Credentials>,
    live: bool,
    cap: usize,
    timeout: Option<(Duration, Arc<dyn Sleep>)>,
    clock: Arc<dyn Clock>,
    ledger: Option<Arc<dyn LedgerSource>>,
    only: Option<Vec<String>>,
}

impl Verifier {
    /// Makes a verifier of the server at `url`, with its path prefix if it has one.
    pub fn new(transport: impl Transport, url: impl Into<String>) -> Self {
        Self {
            transport: Arc::new(transport),
            url: url.into(),
            credentials: None,
            live: false,
            cap: CAP,
            timeout: None,
            clock: Arc::new(SystemClock),
            ledger: None,
            only: None,
        }
    }

    /// Sets the credentials to ask with. Unless set, they are the [built-in](Credentials::built_in) ones,
    /// and [none](Credentials::none) in a live run.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Says whether the server is a real tenant: then only those cases are asked that are safe there, and
    /// the run ends when the server limits its rate.
    pub fn live(mut self, live: bool) -> Self {
        self.live = live;
        self
    }

    /// Sets how many requests are made at most: 100 unless set.
    pub fn cap(mut self, requests: usize) -> Self {
        self.cap = requests;
        self
    }

    /// Gives up on a reply after `timeout`. Unless set, the transport's own patience is all there is.
    pub fn timeout(mut self, timeout: Duration, sleep: impl Sleep) -> Self {
        self.timeout = Some((timeout, Arc::new(sleep)));
        self
    }

    /// Sets the clock, which counts for replies that have no `Date`: the system's unless set.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Looks into the server's ledger after each case, whether a token was minted, and for whom: not at
    /// all unless set. Nobody else is to mint meanwhile.
    pub fn ledger(mut self, ledger: impl LedgerSource) -> Self {
        self.ledger = Some(Arc::new(ledger));
        self
    }

    /// Asks the cases of these ids alone: all cases unless set.
    pub fn only<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.only = Some(ids.into_iter().map(Into::into).collect());
        self
    }

    /// Asks the server, and reports.
    ///
    /// A server that can't be connected to is not asked again.
    ///
    /// # Errors
    ///
    /// Returns [`VerifyError`], and sends nothing, if the URL is no server's, if it holds a user, a query or
    /// a fragment, if a live run would send credentials in the clear, or if there is no case of an id that
    /// was given.
    pub async fn run(&self) -> Result<Report, VerifyError> {
        let server = server(&self.url, self.live)?;
        let cases = select(self.only.as_deref())?;
        let mut run = Run {
            verifier: self,
            server,
            credentials: self.credentials_or_default(),
            requests: 0,
            owners: Owners::new(self.ledger.clone()),
            over: None,
        };
        let mut results = Vec::new();
        for (case, asked) in cases {
            let outcome = run.outcome(asked).await;
            results.push(result(case, asked, outcome));
        }
        let owners = run.owners.to_string();
        let requests = run.requests;
        Ok(Report::new(
            run.server, self.live, requests, owners, results,
        ))
    }

    fn credentials_or_default(&self) -> Credentials {
        match &self.credentials {
            Some(credentials) => credentials.clone(),
            None if self.live => Credentials::none(),
            None => Credentials::built_in(),
        }
    }

    /// Sends a request; `None` if there was no reply in time.
    async fn send(
        &self,
        request: Request<Bytes>,
    ) -> Option<Result<Response<Bytes>, TransportError>> {
        let limit = self.timeout.as_ref();
        let limit = limit.map(|(timeout, sleep)| (*timeout, &**sleep));
        within(self.transport.send(request), limit).await
    }
}

/// Shows the server alone: the credentials are secrets.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("server", &server(&self.url, false).ok())
            .field("live", &self.live)
            .field("cap", &self.cap)
            .finish_non_exhaustive()
    }
}

fn result(case: &'static Case, asked: &ServerCase, outcome: Outcome) -> CaseResult {
    let ServerCase { given, request, .. } = asked;
    CaseResult {
        id: &case.id,
        title: &case.title,
        basis: case.basis,
        source: &case.source,
        asked: format!("{request}, with {}", given.credential),
        outcome,
    }
}

/// Checks a server's URL, and drops the slashes at its end.
fn server(url: &str, live: bool) -> Result<String, VerifyError> {
    if url.contains(['@', '?', '#']) {
        return Err(VerifyError::MoreThanAServer);
    }
    let uri: Uri = url.parse().map_err(|_| VerifyError::InvalidUrl)?;
    let is_http = uri.scheme() == Some(&Scheme::HTTP);
    if !is_http && uri.scheme() != Some(&Scheme::HTTPS) {
        return Err(VerifyError::InvalidUrl);
    }
    if live && is_http && !is_loopback(&uri) {
        return Err(VerifyError::InsecureLive);
    }
    Ok(url.trim_end_matches('/').to_owned())
}

/// A run in progress.
struct Run<'a> {
    verifier: &'a Verifier,
    server: String,
    credentials: Credentials,
    requests: usize,
    owners: Owners,
    /// Why no further case is asked.
    over: Option<&'static str>,
}

impl Run<'_> {
    async fn outcome(&mut self, case: &ServerCase) -> Outcome {
        if let (true, Live::Unsafe(reason)) = (self.verifier.live, &case.live) {
            return Outcome::skipped(format!("not safe to ask of a tenant: {reason}"));
        }
        if case.given.error_bodies.is_some() {
            return Outcome::unsupported("it takes a server that answers errors as problem+json");
        }
        if case.given.spent.is_some() {
            return Outcome::unsupported("it takes a server whose rate limit is used up");
        }
        if case.request.unframed {
            return Outcome::unsupported("a client completes this request before it is sent");
        }
        if case.given.credential == GivenCredential::Minted {
            return self.with_a_minted_token(case).await;
        }
        let credentials = self.credentials.clone();
        self.ask(case, &credentials).await
    }

    /// Mints a token, presents it, and forgets it.
    async fn with_a_minted_token(&mut self, case: &ServerCase) -> Outcome {
        let minting = cases().iter().filter_map(Case::server).find_map(|case| {
            let mints = matches!(case.expect.body, BodyRule::Minted(_));
            let request = case.request(&self.server, &self.credentials);
            mints.then_some(request).and_then(Result::ok)
        });
        let Some(request) = minting else {
            return Outcome::unsupported("no valid credential is given");
        };
        let response = match self.exchange(request).await {
            Ok(response) => response,
            Err(outcome) => return outcome,
        };
        match serde_json::from_slice::<CreateAuthTokenResponse>(response.body()) {
            Ok(minted) if response.status() == StatusCode::OK => {
                let token = minted.token.expose_secret().to_owned();
                let credentials = self.credentials.clone().minted(token);
                self.ask(case, &credentials).await
            }
            _ => Outcome::unsupported("the server minted no token to present"),
        }
    }

    async fn ask(&mut self, case: &ServerCase, credentials: &Credentials) -> Outcome {
        let request = match case.request(&self.server, credentials) {
            Ok(request) => request,
            Err(unaskable) => return Outcome::unsupported(unaskable.to_string()),
        };
        let before = self.owners.read().await;
        let response = match self.exchange(request).await {
            Ok(response) => response,
            Err(outcome) => return outcome,
        };
        let is_limited = response.status() == StatusCode::TOO_MANY_REQUESTS;
        if self.verifier.live && is_limited && case.expect.status != 429 {
            let reason = "the server limits the rate";
            self.over = Some(reason);
            return Outcome::skipped(reason);
        }
        let now = self.verifier.clock.system_time();
        let mut differences = match case.check(&response, now, credentials) {
            Verdict::Match => Vec::new(),
            Verdict::Drift(differences) => differences,
        };
        differences.extend(self.owners.compare(case, credentials, before).await);
        if differences.is_empty() {
            Outcome::Match
        } else {
            Outcome::Drift { differences }
        }
    }

    async fn exchange(&mut self, request: Request<Bytes>) -> Result<Response<Bytes>, Outcome> {
        if let Some(reason) = self.over {
            return Err(Outcome::skipped(reason));
        }
        let cap = self.verifier.cap;
        if self.requests >= cap {
            return Err(Outcome::skipped(format!(
                "the cap of {cap} requests is reached"
            )));
        }
        self.requests += 1;
        match self.verifier.send(request).await {
            Some(Ok(response)) => Ok(response),
            Some(Err(error)) => {
                if error.kind() == TransportErrorKind::Connect {
                    self.over = Some("the server can't be connected to");
                }
                // The kind alone: a source is another library's text.
                Err(Outcome::no_reply(format!("none: {error}")))
            }
            None => Err(Outcome::no_reply("none in time")),
        }
    }
}
