//! The service against the contract: what its users get for each thing that Glean may answer, and
//! what Glean is sent; one test for each case.

mod client;

use std::process::ExitCode;

use axum::body::Body;
use bytes::Bytes;
use glean_api::Error;
use glean_testkit::contract::{self, Case, ClientCase, Conclusion, ErrorRule, Outcome};
use glean_transport::Transport;
use glean_transport::tower_service_0_3::TowerTransport;
use http::{Request, Response};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::{Value, json};

fn main() -> ExitCode {
    let trials = contract::cases().iter().filter_map(|case| {
        let played = case.client()?;
        Some(Trial::test(case.id.clone(), move || run(case, played)))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn run(case: &'static Case, played: &'static ClientCase) -> Result<(), Failed> {
    let sent = client::Sent::default();
    let glean = match client::playing(played, &sent) {
        Ok(glean) => glean,
        Err(error) => return refuses_to_start(case, &error),
    };
    let service = TowerTransport::<_, Body>::with_body(token_service::router(glean));
    let user = played.call.as_ref().and_then(|call| call.act_as.as_deref());
    let request = Request::post("/glean-token").header("x-user", user.unwrap_or("ada@example.com"));
    let request = request.body(Bytes::new())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;

    let response = runtime.block_on(service.send(request))?;

    user_gets(&case.client, &response)?;
    let sent = sent.lock().expect("the requests");
    let attempts = case.client.attempts.map(|attempts| attempts as usize);
    ensure("requests", attempts.is_none_or(|it| it == sent.len()))?;
    match (&played.sends, sent.first()) {
        (Some(rule), Some(first)) => glean_is_sent(rule, first),
        (Some(_), None) => Err("nothing was sent".into()),
        (None, _) => Ok(()),
    }
}

/// A service that is badly configured does not start.
fn refuses_to_start(case: &Case, error: &Error) -> Result<(), Failed> {
    match &case.client.outcome {
        Outcome::Error(rule) if rule.kind == "InvalidRequest" && error.is_invalid_request() => {
            let says = |said: &String| error.to_string().contains(said);
            ensure("the error's text", rule.says.iter().all(says))
        }
        _ => Err(error.to_string().into()),
    }
}

fn user_gets(conclusion: &Conclusion, response: &Response<Bytes>) -> Result<(), Failed> {
    let header = |name| response.headers().get(name)?.to_str().ok();
    let body: Value = serde_json::from_slice(response.body())?;
    match &conclusion.outcome {
        Outcome::Minted(minted) => {
            ensure("the status", response.status() == 200)?;
            ensure("no-store", header("cache-control") == Some("no-store"))?;
            ensure("JSON", header("content-type") == Some("application/json"))?;
            let (token, time) = (&minted.token, minted.expiration_time);
            let expected = json!({"token": token, "expirationTime": time});
            ensure("the token", body == expected)
        }
        Outcome::Error(rule) => {
            let (status, title) = owed(rule);
            ensure("the status", response.status() == status)?;
            // This and no more: nothing of Glean's reply is in it.
            let expected = json!({"status": status, "title": title});
            ensure("the problem", body == expected)?;
            let seconds = rule.retry_after_ms.map(|it| it.div_ceil(1000).to_string());
            let seconds = seconds.filter(|_| status == 503);
            ensure("Retry-After", header("retry-after") == seconds.as_deref())
        }
        other => panic!("a new outcome: {other:?}"),
    }
}

/// What the service owes its user if its client has to conclude this.
fn owed(rule: &ErrorRule) -> (u16, &'static str) {
    match (rule.kind.as_str(), rule.status) {
        ("Connection" | "Timeout", _) => (503, "try again later"),
        ("Api", Some(429 | 500..)) => (503, "try again later"),
        _ => (502, "no token for this user"),
    }
}

fn glean_is_sent(rule: &contract::Sent, request: &Request<Bytes>) -> Result<(), Failed> {
    let fits = |rule: &Option<String>, found: &str| rule.as_deref().is_none_or(|it| it == found);
    ensure("the method", fits(&rule.method, request.method().as_str()))?;
    ensure("the URL", fits(&rule.url, &request.uri().to_string()))?;
    let body = String::from_utf8_lossy(request.body());
    ensure("the body", fits(&rule.body, &body))?;
    for (name, value) in rule.headers.iter() {
        let value = value.replace("{credential}", client::CREDENTIAL);
        let mut found = request.headers().get_all(name).iter();
        ensure(name, found.next().is_some_and(|found| found == &value))?;
        ensure(name, found.next().is_none())?;
    }
    for name in &rule.present {
        ensure(name, request.headers().contains_key(name))?;
    }
    // This service always says for whom it asks.
    for name in rule.absent.iter().filter(|name| *name != "x-glean-actas") {
        ensure(name, !request.headers().contains_key(name))?;
    }
    Ok(())
}

fn ensure(what: &str, holds: bool) -> Result<(), Failed> {
    if holds {
        Ok(())
    } else {
        Err(format!("not as the contract has it: {what}").into())
    }
}
