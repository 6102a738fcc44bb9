use glean_models::{JsonValue, ProblemDetails};

use crate::reading::{KINDS, kinds_other_than, refusal};

fn read(json: &str) -> ProblemDetails {
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_known_members_are_fields_and_the_others_extensions() {
    let problem = read(
        r#"{
            "type": "https://example.com/probs/out-of-credit",
            "title": "You do not have enough credit.",
            "status": 403,
            "detail": "Your current balance is 30, but that costs 50.",
            "instance": "/account/12345/msgs/abc",
            "code": "insufficient_permissions",
            "documentation_url": "https://developers.glean.com/errors",
            "request_id": "req_1",
            "balance": 30
        }"#,
    );

    assert_eq!(
        problem.problem_type.as_deref(),
        Some("https://example.com/probs/out-of-credit")
    );
    assert_eq!(
        problem.title.as_deref(),
        Some("You do not have enough credit.")
    );
    assert_eq!(problem.status, Some(403));
    assert_eq!(
        problem.detail.as_deref(),
        Some("Your current balance is 30, but that costs 50."),
    );
    assert_eq!(problem.instance.as_deref(), Some("/account/12345/msgs/abc"));
    assert_eq!(problem.code.as_deref(), Some("insufficient_permissions"));
    assert_eq!(
        problem.documentation_url.as_deref(),
        Some("https://developers.glean.com/errors"),
    );
    assert_eq!(problem.request_id.as_deref(), Some("req_1"));
    assert_eq!(problem.extensions.len(), 1);
    assert_eq!(problem.extensions["balance"], JsonValue::Integer(30));
}

#[test]
fn an_empty_object_is_a_problem_of_which_nothing_is_known() {
    let problem = read("{}");

    assert_eq!(problem, ProblemDetails::new());
    assert_eq!(serde_json::to_string(&problem).unwrap(), "{}");
}

/// RFC 9457, section 3.1.
#[test]
fn a_text_member_of_the_wrong_type_is_ignored() {
    for member in [
        "type",
        "title",
        "detail",
        "instance",
        "code",
        "documentation_url",
        "request_id",
    ] {
        for (json, kind) in kinds_other_than("a string") {
            let problem = read(&format!(r#"{{"{member}": {json}}}"#));

            assert_eq!(problem, ProblemDetails::new(), "{member} as {kind}");
        }
    }
}

/// RFC 9457, section 3.1.
#[test]
fn a_status_that_is_no_integer_or_too_large_is_ignored() {
    let wrong_kinds = kinds_other_than("a number").map(|(json, _)| json);

    for json in wrong_kinds.chain(["404.5", "-1", "65536", "18446744073709551615", "1e300"]) {
        let problem = read(&format!(r#"{{"status": {json}}}"#));

        assert_eq!(problem, ProblemDetails::new(), "{json}");
    }
}

#[test]
fn a_status_with_a_zero_fraction_counts() {
    assert_eq!(read(r#"{"status": 404.0}"#).status, Some(404));
}

#[test]
fn a_member_of_the_wrong_type_leaves_the_others_alone() {
    let problem = read(r#"{"title": 5, "status": "403", "code": "token_expired"}"#);

    assert_eq!(problem.title, None);
    assert_eq!(problem.status, None);
    assert_eq!(problem.code.as_deref(), Some("token_expired"));
}

#[test]
fn an_extension_keeps_its_kind() {
    for (json, kind) in KINDS {
        let problem = read(&format!(r#"{{"extra": {json}}}"#));

        let expected: JsonValue = serde_json::from_str(json).unwrap();
        assert_eq!(problem.extensions["extra"], expected, "{kind}");
    }
}

#[test]
fn a_whole_of_another_kind_is_refused_by_kind() {
    for (json, kind) in kinds_other_than("an object") {
        let reason = refusal::<ProblemDetails>(json);

        assert_eq!(
            reason,
            format!("expected an object, found {kind}"),
            "{json}"
        );
    }
}

#[test]
fn what_is_absent_is_not_written() {
    let mut problem = ProblemDetails::new();
    problem.status = Some(503);
    problem
        .extensions
        .insert("shard".to_owned(), JsonValue::from(7));

    let written = serde_json::to_string(&problem).unwrap();

    assert_eq!(written, r#"{"status":503,"shard":7}"#);
}

#[test]
fn an_extension_with_a_known_members_name_is_not_written() {
    let mut problem = ProblemDetails::new();
    problem.title = Some("Gone".to_owned());
    problem
        .extensions
        .insert("title".to_owned(), JsonValue::from("Here"));
    problem
        .extensions
        .insert("status".to_owned(), JsonValue::from(200));

    let written = serde_json::to_string(&problem).unwrap();

    assert_eq!(written, r#"{"title":"Gone"}"#);
}
