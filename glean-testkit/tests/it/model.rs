//! The rulebook without a carrier.

use glean_testkit::journal::Outcome;
use glean_testkit::{GleanModel, ManualClock, ModelConfig, Reply};

use crate::call::Call;

#[test]
fn it_says_what_became_of_each_request() {
    let mut model = GleanModel::new(ModelConfig::default()).with_clock(ManualClock::new());
    for call in [
        Call::with("glean_user"),
        Call::with("glean_status_503"),
        Call::with("unheard_of"),
        Call::with("glean_user").method("GET"),
    ] {
        model.handle(&call.request());
    }
    model.script([Reply::status(500)]);
    model.handle(&Call::with("glean_user").request());

    let outcomes: Vec<_> = model
        .requests()
        .iter()
        .map(|request| &request.outcome)
        .collect();
    assert_eq!(
        outcomes,
        [
            &Outcome::Minted,
            &Outcome::StatusAsked,
            &Outcome::Refused("the credential is not known to this fake".into()),
            &Outcome::Unmatched("createToken is a POST".into()),
            &Outcome::Scripted,
        ]
    );
    assert_eq!(model.calls(), 4);
    assert_eq!(model.ledger().len(), 1);
}
