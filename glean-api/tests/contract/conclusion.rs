use std::fmt::Debug;

use glean_api::Error;
use glean_testkit::contract::{Conclusion, ErrorRule, MintedToken, Outcome};

use crate::Ended;

/// Notes in what a call ended otherwise than it should have.
pub(crate) fn compare(expected: &Conclusion, ended: &Ended, amiss: &mut Vec<String>) {
    let attempts = match (&expected.outcome, &ended.result) {
        (Outcome::Minted(rule), Ok(response)) => {
            compare_token(rule, &response.value, amiss);
            response.attempts
        }
        (Outcome::Error(rule), Err(error)) => {
            compare_error(rule, error, amiss);
            error.attempts()
        }
        (Outcome::Minted(_), Err(error)) => {
            return amiss.push(format!("no token was minted: {error}"));
        }
        _ => return amiss.push("a token was minted".to_owned()),
    };
    same("attempts", expected.attempts, Some(attempts), amiss);
    if let Some(ranges) = &expected.waits_ms {
        let waits = ended.clock.slept();
        let millis = |wait: &std::time::Duration| i64::try_from(wait.as_millis()).unwrap();
        let waits: Vec<_> = waits.iter().map(millis).collect();
        let fits = ranges.len() == waits.len();
        if !fits
            || !ranges
                .iter()
                .zip(&waits)
                .all(|(range, wait)| range.contains(*wait))
        {
            amiss.push(format!("waits: expected {ranges:?}, waited {waits:?}"));
        }
    }
}

fn compare_token(
    rule: &MintedToken,
    minted: &glean_api::models::CreateAuthTokenResponse,
    amiss: &mut Vec<String>,
) {
    let token = minted.token.expose_secret();
    same("token", rule.token.as_deref(), Some(token), amiss);
    let time = Some(minted.expiration_time);
    same("expiration time", rule.expiration_time, time, amiss);
}

fn compare_error(rule: &ErrorRule, error: &Error, amiss: &mut Vec<String>) {
    let reply = error.as_glean_error();
    let kind = format!("{:?}", error.kind());
    same("kind", Some(rule.kind.as_str()), Some(&kind), amiss);
    let status = error.status().map(|status| status.as_u16());
    same("status", Some(rule.status), Some(status), amiss);
    let retryable = Some(error.is_retryable());
    same("retryable", Some(rule.retryable), retryable, amiss);
    let wait = error.retry_after().map(|wait| wait.as_millis());
    let expected = rule.retry_after_ms.map(u128::from);
    same("retry after", Some(expected), Some(wait), amiss);
    let content_type = reply.and_then(|reply| reply.content_type());
    same(
        "content type",
        rule.content_type.as_deref(),
        content_type,
        amiss,
    );
    let code = reply.and_then(|reply| reply.problem()?.code.as_deref());
    same("problem's code", rule.problem_code.as_deref(), code, amiss);
    let id = error.request_id();
    same(
        "request's identifier",
        rule.request_id.as_deref(),
        id,
        amiss,
    );

    let text = error.to_string();
    for said in rule.says.iter().filter(|said| !text.contains(*said)) {
        amiss.push(format!("the error does not say `{said}`: {text}"));
    }
    let shown = format!("{text} {error:?}");
    for hidden in rule.hides.iter().filter(|hidden| shown.contains(*hidden)) {
        amiss.push(format!("the error shows `{hidden}`: {shown}"));
    }
}

/// Compares what is part of a case.
fn same<T: Copy + PartialEq + Debug>(
    what: &str,
    expected: Option<T>,
    found: Option<T>,
    amiss: &mut Vec<String>,
) {
    if expected.is_some() && expected != found {
        amiss.push(format!("{what}: expected {expected:?}, found {found:?}"));
    }
}
