use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use glean_models::CreateAuthTokenResponse;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};

use super::GleanModel;
use super::error_body::ErrorBody;
use crate::chaos::Dice;
use crate::credential::MagicStatus;
use crate::http_date::unix_seconds;
use crate::journal::Outcome;
use crate::ledger::Minted;
use crate::rate_limits::Limited;
use crate::rules::{self, Grant, Verdict};
use crate::{Fault, Fingerprint, Reply, Step};

const MISMATCH: HeaderName = HeaderName::from_static("x-glean-testkit-mismatch");

/// When and whence a request came, and how it is called.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub(super) number: u64,
    pub(super) now: SystemTime,
    /// The time that the server shows, which may be skewed.
    pub(super) shown: SystemTime,
    pub(super) monotonic: Duration,
    pub(super) peer: Option<IpAddr>,
    pub(super) request_id: &'a str,
}

pub(super) struct Answer {
    pub(super) response: Response<Bytes>,
    pub(super) outcome: Outcome,
    pub(super) fault: Option<Fault>,
    /// Given by the step, in place of the fake's latency.
    pub(super) delay: Option<Duration>,
}

impl Answer {
    fn new(response: Response<Bytes>, outcome: Outcome) -> Self {
        Self {
            response,
            outcome,
            fault: None,
            delay: None,
        }
    }
}

impl GleanModel {
    /// Decides on a request, and does what comes of it.
    pub(super) fn answer(&mut self, request: &Request<Bytes>, moment: Moment<'_>) -> Answer {
        if let Err(refusal) = rules::route(request, &self.config) {
            return self.refuse(refusal, moment);
        }
        self.journal.count_call();
        let call = match rules::read(request) {
            Ok(call) => call,
            Err(refusal) => return self.refuse(refusal, moment),
        };
        if let Some(Step::Reply(reply)) = self.script.next() {
            return self.reply(reply, Outcome::Scripted, &call, moment);
        }
        match self.dice.as_mut().and_then(Dice::roll) {
            Some(reply) => self.reply(reply, Outcome::Chaos, &call, moment),
            None => self.judge(&call, moment),
        }
    }

    /// `outcome` is that of a call on which the rulebook is not asked.
    fn reply(
        &mut self,
        reply: Reply,
        mut outcome: Outcome,
        call: &rules::Call<'_>,
        moment: Moment<'_>,
    ) -> Answer {
        let (fault, delay) = (reply.fault().cloned(), reply.delay_set());
        let too_early = fault.as_ref().is_some_and(Fault::precedes_the_rulebook);
        let response = reply.into_response(|| {
            if too_early {
                let mut never_sent = Response::new(Bytes::new());
                *never_sent.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
                return never_sent;
            }
            let answer = self.judge(call, moment);
            outcome = answer.outcome;
            answer.response
        });
        Answer {
            fault,
            delay,
            ..Answer::new(response, outcome)
        }
    }

    fn judge(&mut self, call: &rules::Call<'_>, moment: Moment<'_>) -> Answer {
        if let Err(limited) = self.limiter.admit(moment.peer, moment.monotonic) {
            return self.limit(&limited, moment);
        }
        match rules::judge(call, &self.config, moment.now) {
            Ok(Verdict::Mint(grant)) => {
                let user = grant.acting_user.as_deref();
                match self.limiter.admit_user(user, moment.monotonic) {
                    Ok(()) => self.mint(grant, moment),
                    Err(limited) => self.limit(&limited, moment),
                }
            }
            Ok(Verdict::Status(asked)) => self.give_status(asked, moment),
            Err(refusal) => self.refuse(refusal, moment),
        }
    }

    fn limit(&self, limited: &Limited, moment: Moment<'_>) -> Answer {
        let mut answer = self.refuse(rules::Refusal::rate_limited(limited.why), moment);
        let form = self.limiter.limits().form;
        form.write(answer.response.headers_mut(), limited.wait, moment.shown);
        answer
    }

    fn mint(&mut self, grant: Grant, moment: Moment<'_>) -> Answer {
        let token = self.mint.next_token();
        let expires_at = moment
            .now
            .checked_add(self.config.token_lifetime)
            .unwrap_or(moment.now);
        self.ledger.record(Minted {
            acting_user: grant.acting_user,
            credential_kind: grant.kind,
            credential: grant.credential,
            minted_at: moment.now,
            expires_at,
            token: Fingerprint::of(&token),
            request_number: moment.number,
            delivered: false,
        });
        let reply = CreateAuthTokenResponse::new(token, unix_seconds(self.skew.apply(expires_at)));
        let mut response = Response::new(Bytes::new());
        match serde_json::to_vec(&reply) {
            Ok(body) => {
                *response.body_mut() = body.into();
                let json = HeaderValue::from_static("application/json");
                response.headers_mut().insert(CONTENT_TYPE, json);
            }
            // Two plain members always serialize; the type says that they may not.
            Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
        }
        Answer::new(response, Outcome::Minted)
    }

    fn give_status(&self, asked: MagicStatus, moment: Moment<'_>) -> Answer {
        let text = asked.status.canonical_reason().unwrap_or("Status as asked");
        let body = ErrorBody {
            status: asked.status,
            text,
            code: None,
        };
        let mut response = body.into_response(self.config.error_bodies, moment.request_id);
        if let Some(seconds) = asked.retry_after_seconds {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        Answer::new(response, Outcome::StatusAsked)
    }

    fn refuse(&self, refusal: rules::Refusal, moment: Moment<'_>) -> Answer {
        let body = ErrorBody {
            status: refusal.status,
            text: refusal.text,
            code: refusal.code,
        };
        let mut response = body.into_response(self.config.error_bodies, moment.request_id);
        let headers = response.headers_mut();
        if let Some(allow) = refusal.allow {
            headers.insert(ALLOW, HeaderValue::from_static(allow));
        }
        let why = HeaderValue::try_from(refusal.why.as_ref())
            .unwrap_or(HeaderValue::from_static("refused"));
        headers.insert(MISMATCH, why);
        let outcome = if refusal.in_contract {
            Outcome::Refused(refusal.why)
        } else {
            Outcome::Unmatched(refusal.why)
        };
        Answer::new(response, outcome)
    }
}
