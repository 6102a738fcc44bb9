use std::sync::Arc;
use std::time::SystemTime;

use glean_models::CreateAuthTokenResponse;
use glean_transport::Transport;

use super::{Case, CaseReport, Credentials, Expectation, Live, Outcome, Report, Side, cases};
use crate::ledger::Ledger;

/// Asks a server that claims to be Glean the cases that a server can be asked, one at a time.
///
/// It keeps no token. On a [tenant](Self::live) it asks only what does no harm.
///
/// ```
/// use glean_testkit::FakeGlean;
/// use glean_testkit::contract::{Credentials, Verifier};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let fake = FakeGlean::builder().lenient().in_process();
/// let verifier = Verifier::new(fake.transport(), fake.url()).credentials(Credentials::magic());
///
/// let report = verifier.run().await;
///
/// assert!(report.is_match(), "{report}");
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
#[must_use]
pub struct Verifier {
    transport: Arc<dyn Transport>,
    url: String,
    credentials: Credentials,
    is_live: bool,
    most: usize,
}

impl Verifier {
    /// Prepares to ask the server at `url`, through `transport`, with no credential as yet.
    pub fn new(transport: impl Transport, url: impl Into<String>) -> Self {
        Self {
            transport: Arc::new(transport),
            url: url.into(),
            credentials: Credentials::none(),
            is_live: false,
            most: usize::MAX,
        }
    }

    /// Sets the credentials. A case whose credential is missing is skipped.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Says that the server is a tenant: only cases that do no harm are tried.
    pub fn live(mut self) -> Self {
        self.is_live = true;
        self
    }

    /// Sets how many requests are sent at the most; the cases beyond are skipped.
    pub fn at_most(mut self, requests: usize) -> Self {
        self.most = requests;
        self
    }

    /// Asks all cases.
    pub async fn run(&self) -> Report {
        self.run_with(|| None).await
    }

    /// Asks all cases of a fake, in whose ledger it is looked up whom each token was minted for.
    pub async fn run_with(&self, ledger: impl Fn() -> Option<Ledger>) -> Report {
        let mut run = Run {
            verifier: self,
            left: self.most,
            minted: None,
        };
        let mut reports = Vec::new();
        for case in cases() {
            if let Some(outcome) = run.ask(case, &ledger).await {
                reports.push(CaseReport {
                    id: case.id.clone(),
                    title: case.title.clone(),
                    basis: case.basis,
                    outcome,
                });
            }
        }
        Report { cases: reports }
    }
}

struct Run<'a> {
    verifier: &'a Verifier,
    /// How many requests may still be sent.
    left: usize,
    /// The last token, for the case that presents one, and for as long as the run.
    minted: Option<CreateAuthTokenResponse>,
}

impl Run<'_> {
    /// Asks one case; `None` if a server can't be asked it.
    async fn ask(&mut self, case: &Case, ledger: &impl Fn() -> Option<Ledger>) -> Option<Outcome> {
        let Side::Server {
            given,
            request,
            expect,
            live,
        } = &case.side
        else {
            return None;
        };
        let skipped = |reason: &str| {
            Some(Outcome::Skipped {
                reason: reason.to_owned(),
            })
        };
        let verifier = self.verifier;
        if verifier.is_live && *live == Live::Unsafe {
            return skipped("not to be tried on a tenant");
        }
        if self.left == 0 {
            return skipped("no more requests were allowed");
        }
        let minted = self
            .minted
            .as_ref()
            .map(|minted| minted.token.expose_secret());
        let Some(credential) = verifier.credentials.presented(given, minted) else {
            return skipped("there is no such credential to try it with");
        };
        let request = match request.build(&verifier.url, credential) {
            Ok(request) => request,
            Err(error) => return Some(unsupported(&error)),
        };
        self.left -= 1;
        Some(match verifier.transport.send(request).await {
            Ok(response) => {
                self.minted = serde_json::from_slice(response.body())
                    .ok()
                    .or(self.minted.take());
                judge(expect, &response, ledger().as_ref())
            }
            Err(error) => unsupported(&error),
        })
    }
}

fn judge(
    expect: &Expectation,
    response: &http::Response<bytes::Bytes>,
    ledger: Option<&Ledger>,
) -> Outcome {
    let differences = expect.differences(response, SystemTime::now(), ledger);
    if differences.is_empty() {
        Outcome::Match
    } else {
        Outcome::Drift { differences }
    }
}

fn unsupported(error: &(dyn std::error::Error + 'static)) -> Outcome {
    let mut reason = error.to_string();
    if let Some(cause) = error.source() {
        reason = format!("{reason}: {cause}");
    }
    Outcome::Unsupported { reason }
}
