use glean_api::models::{JsonValue, ProblemDetails};

use crate::support::{Outcome, Reply, Seen, assert_outcome};

/// Asserts the text, and the problem that was read, if any.
async fn assert_problem(name: &str, reply: &Reply, shown: &str, problem: Option<ProblemDetails>) {
    let seen = Seen::api(reply, &format!("createToken: {shown}"));
    let expected = Outcome::failed(Seen {
        request_id: problem.as_ref().and_then(|it| it.request_id.clone()),
        problem,
        ..seen
    });
    assert_outcome(name, reply, expected).await;
}

fn problem(fill: impl FnOnce(&mut ProblemDetails)) -> Option<ProblemDetails> {
    let mut problem = ProblemDetails::new();
    fill(&mut problem);
    Some(problem)
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[tokio::test]
async fn a_whole_problem_is_read_to_its_last_member() {
    let body = r#"{
        "type": "https://developers.glean.com/errors/token_expired",
        "title": "Token expired",
        "status": 401,
        "detail": "The token expired at noon.",
        "instance": "/rest/api/v1/createauthtoken",
        "code": "token_expired",
        "documentation_url": "https://developers.glean.com/errors",
        "request_id": "r-1",
        "balance": 30,
        "accounts": ["/12"]
    }"#;
    let whole = problem(|it| {
        it.problem_type = text("https://developers.glean.com/errors/token_expired");
        it.title = text("Token expired");
        it.status = Some(401);
        it.detail = text("The token expired at noon.");
        it.instance = text("/rest/api/v1/createauthtoken");
        it.code = text("token_expired");
        it.documentation_url = text("https://developers.glean.com/errors");
        it.request_id = text("r-1");
        it.extensions.insert("balance".to_owned(), 30.into());
        let accounts = JsonValue::Array(vec!["/12".into()]);
        it.extensions.insert("accounts".to_owned(), accounts);
    });
    for reply in [
        Reply::problem(401, body),
        Reply::problem(401, format!("\u{feff}{body}")),
        Reply::new(401)
            .content_type("Application/Problem+JSON;charset=utf-8")
            .body(body),
        Reply::new(401).content_type("application/json").body(body),
    ] {
        let name = reply.content_type_text().unwrap();
        let shown = "401 Unauthorized: Token expired";
        assert_problem(&name, &reply, shown, whole.clone()).await;
    }
}

#[tokio::test]
async fn of_a_partial_problem_the_first_text_that_says_more_than_the_status_is_shown() {
    for (body, shown, read) in [
        (
            r#"{"title":"No scope","detail":"Ask an admin."}"#,
            "403 Forbidden: No scope",
            problem(|it| {
                it.title = text("No scope");
                it.detail = text("Ask an admin.");
            }),
        ),
        (
            r#"{"title":"Forbidden","detail":"Ask an admin."}"#,
            "403 Forbidden: Ask an admin.",
            problem(|it| {
                it.title = text("Forbidden");
                it.detail = text("Ask an admin.");
            }),
        ),
        (
            r#"{"title":"Forbidden"}"#,
            "403 Forbidden",
            problem(|it| it.title = text("Forbidden")),
        ),
        (
            r#"{"title":" ","code":"insufficient_permissions"}"#,
            "403 Forbidden: insufficient_permissions",
            problem(|it| {
                it.title = text(" ");
                it.code = text("insufficient_permissions");
            }),
        ),
        (
            r#"{"detail":"a\nb\u001b[31m"}"#,
            r"403 Forbidden: a\nb\u{1b}[31m",
            problem(|it| it.detail = text("a\nb\u{1b}[31m")),
        ),
        (
            r#"{"status":409}"#,
            r#"403 Forbidden: {"status":409}"#,
            problem(|it| it.status = Some(409)),
        ),
        ("{}", "403 Forbidden: {}", problem(|_| {})),
    ] {
        assert_problem(body, &Reply::problem(403, body), shown, read).await;
    }
}

#[tokio::test]
async fn members_of_a_wrong_type_count_as_absent_and_of_doubles_the_last() {
    for (body, shown, read) in [
        (
            r#"{"title":7,"status":"403","detail":"Ask an admin.","code":null,"request_id":[]}"#,
            "403 Forbidden: Ask an admin.",
            problem(|it| it.detail = text("Ask an admin.")),
        ),
        (
            r#"{"title":"one","title":"two","status":403.0}"#,
            "403 Forbidden: two",
            problem(|it| {
                it.title = text("two");
                it.status = Some(403);
            }),
        ),
        (
            r#"{"detail":"x","status":70000}"#,
            "403 Forbidden: x",
            problem(|it| it.detail = text("x")),
        ),
    ] {
        assert_problem(body, &Reply::problem(403, body), shown, read).await;
    }
}

#[tokio::test]
async fn a_problem_that_is_broken_or_no_object_is_shown_as_text() {
    for body in [
        r#"{"title":"No sc"#,
        r#"{"title":"No scope"}}"#,
        r#"["title"]"#,
        r#""title""#,
        "null",
        "403",
        "No scope",
    ] {
        let shown = format!("403 Forbidden: {body}");
        assert_problem(body, &Reply::problem(403, body), &shown, None).await;
    }
    assert_problem("empty", &Reply::problem(403, ""), "403 Forbidden", None).await;
}

#[tokio::test]
async fn plain_json_is_a_problem_only_if_it_says_what_problems_say() {
    let json = |body| Reply::new(403).content_type("application/json").body(body);
    let body = r#"{"code":"insufficient_permissions"}"#;
    let read = problem(|it| it.code = text("insufficient_permissions"));
    let shown = "403 Forbidden: insufficient_permissions";
    assert_problem(body, &json(body), shown, read).await;
    for body in [
        r#"{"error":"no scope"}"#,
        r#"{"status":403,"request_id":"r-1"}"#,
        r#"["title"]"#,
    ] {
        assert_problem(body, &json(body), &format!("403 Forbidden: {body}"), None).await;
    }
}

#[tokio::test]
async fn a_problem_under_another_content_type_is_text() {
    let body = r#"{"title":"No scope"}"#;
    for reply in [Reply::text(403, body), Reply::new(403).body(body)] {
        let shown = r#"403 Forbidden: {"title":"No scope"}"#;
        assert_problem(body, &reply, shown, None).await;
    }
}

#[tokio::test]
async fn a_2xx_or_3xx_is_never_read_as_a_problem() {
    for (status, shown) in [
        (200, "200 OK with application/problem+json"),
        (302, "302 Found with application/problem+json"),
    ] {
        let reply = Reply::problem(status, r#"{"title":"pl4nted","request_id":"r-1"}"#);
        let text = format!("createToken: unexpected status or content type: {shown}");
        let expected = Outcome::failed(Seen::unexpected(&reply, &text));
        assert_outcome(shown, &reply, expected).await;
    }
}
