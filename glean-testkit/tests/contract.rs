//! The rulebook against the contract: one test for each case that a server can be asked.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::process::ExitCode;

use bytes::Bytes;
use glean_testkit::contract::{
    self, BodyRule, Credentials, GivenCredential, MintedFor, ServerCase, Verdict,
};
use glean_testkit::{GleanModel, ManualClock};
use glean_transport::time::Clock;
use http::{Request, Response};
use libtest_mimic::{Arguments, Failed, Trial};

fn main() -> ExitCode {
    let trials = contract::cases().iter().filter_map(|case| {
        let asked = case.server()?;
        Some(Trial::test(case.id.clone(), move || run(asked)))
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn run(case: &ServerCase) -> Result<(), Failed> {
    let clock = ManualClock::new();
    let mut model = GleanModel::new(case.given.config()).with_clock(clock.clone());
    let credentials = Credentials::built_in();
    let request = match case.given.credential {
        GivenCredential::Minted => presenting_a_minted_token(case, &mut model),
        _ => case.request("", &credentials)?,
    };

    let minted_before = model.ledger().len();
    let response = model.handle(&request);

    let minted = model.ledger().iter().skip(minted_before);
    let minted_for: Vec<_> = minted.map(|it| it.acting_user.as_deref()).collect();
    assert_eq!(minted_for, expected_users(case));
    match case.check(&response, clock.system_time(), &credentials) {
        Verdict::Match => Ok(()),
        Verdict::Drift(differences) => {
            let lines: Vec<_> = differences.iter().map(ToString::to_string).collect();
            Err(lines.join("\n").into())
        }
        other => panic!("a new verdict: {other:?}"),
    }
}

/// Gives whom tokens are minted for: one for whom the case says, or none at all.
fn expected_users(case: &ServerCase) -> Vec<Option<&'static str>> {
    let BodyRule::Minted(rule) = &case.expect.body else {
        return Vec::new();
    };
    vec![match rule.minted_for {
        MintedFor::Owner | MintedFor::User => Some("ada@example.com"),
        MintedFor::OtherUser => Some("grace@example.com"),
        MintedFor::Nobody => None,
        other => panic!("a new user: {other:?}"),
    }]
}

fn presenting_a_minted_token(case: &ServerCase, model: &mut GleanModel) -> Request<Bytes> {
    let minting = contract::case("user-credential").unwrap().server().unwrap();
    let minting = minting.request("", &Credentials::built_in()).unwrap();
    let minted: Response<Bytes> = model.handle(&minting);
    let minted: serde_json::Value = serde_json::from_slice(minted.body()).unwrap();
    let credentials = Credentials::built_in().minted(minted["token"].as_str().unwrap());
    case.request("", &credentials).unwrap()
}
