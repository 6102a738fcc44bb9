use crate::support::{Outcome, Reply, Seen, assert_outcome};

async fn assert_misfit(body: impl Into<Vec<u8>>, reason: &str) {
    let reply = Reply::json(body);
    let name = String::from_utf8_lossy(&reply.content()).into_owned();
    let text = format!("createToken: the reply does not fit: {reason}");
    assert_outcome(&name, &reply, Outcome::failed(Seen::misfit(&reply, &text))).await;
}

#[tokio::test]
async fn a_token_of_another_type_is_refused_by_its_field_and_kind() {
    for (value, kind) in [
        ("4217", "a number at line 1 column 13"),
        ("42.17", "a number at line 1 column 14"),
        ("null", "null at line 1 column 13"),
        ("true", "a boolean at line 1 column 13"),
        (r#"["pl4nted"]"#, "an array at line 1 column 10"),
        (r#"{"pl4nted":4217}"#, "an object at line 1 column 19"),
    ] {
        let body = format!(r#"{{"token":{value},"expirationTime":1893456000}}"#);
        assert_misfit(body, &format!("token: expected a string, found {kind}")).await;
    }
}

#[tokio::test]
async fn an_expiration_time_of_another_type_is_refused_by_its_field_and_kind() {
    for (value, kind) in [
        (r#""1893456000""#, "a string at line 1 column 46"),
        (r#""""#, "a string at line 1 column 36"),
        ("null", "null at line 1 column 38"),
        ("false", "a boolean at line 1 column 39"),
        ("[1893456000]", "an array at line 1 column 35"),
        (r#"{"seconds":1893456000}"#, "an object at line 1 column 44"),
    ] {
        let body = format!(r#"{{"token":"t0ken","expirationTime":{value}}}"#);
        let reason = format!("expirationTime: expected an integer, found {kind}");
        assert_misfit(body, &reason).await;
    }
}

#[tokio::test]
async fn json_that_is_no_object_is_refused_by_its_kind() {
    for (value, kind) in [
        (r#""t0ken""#, "a string at line 1 column 7"),
        ("4217", "a number at line 1 column 4"),
        ("42.17", "a number at line 1 column 5"),
        ("null", "null at line 1 column 4"),
        ("true", "a boolean at line 1 column 4"),
        (r#"["t0ken",1893456000]"#, "an array at line 1 column 1"),
    ] {
        assert_misfit(value, &format!("expected an object, found {kind}")).await;
    }
}

#[tokio::test]
async fn a_field_that_is_missing_empty_or_doubled_is_named() {
    for (body, reason) in [
        ("{}", "missing field `token` at line 1 column 2"),
        (
            r#"{"token":"t0ken"}"#,
            "missing field `expirationTime` at line 1 column 17",
        ),
        (
            r#"{"expirationTime":1}"#,
            "missing field `token` at line 1 column 20",
        ),
        (
            r#"{"data":{"token":"t0ken","expirationTime":1}}"#,
            "missing field `token` at line 1 column 45",
        ),
        (
            r#"{"token":"","expirationTime":1}"#,
            "token: expected a non-empty string at line 1 column 11",
        ),
        (
            r#"{"token":"t0ken","token":"t0ken","expirationTime":1}"#,
            "duplicate field `token` at line 1 column 24",
        ),
        (
            r#"{"token":"t0ken","expirationTime":1,"expirationTime":1}"#,
            "duplicate field `expirationTime` at line 1 column 52",
        ),
    ] {
        assert_misfit(body, reason).await;
    }
}

#[tokio::test]
async fn a_token_that_is_no_text_is_refused_by_its_field() {
    for (body, reason) in [
        (
            &b"{\"token\":\"t\xff\",\"expirationTime\":1}"[..],
            "token: invalid unicode code point at line 1 column 12",
        ),
        (
            br#"{"token":"\ud800","expirationTime":1}"#,
            "token: unexpected end of hex escape at line 1 column 17",
        ),
    ] {
        assert_misfit(body, reason).await;
    }
}

#[tokio::test]
async fn a_body_of_nothing_is_called_empty() {
    for body in ["", " \r\n\t", "\u{feff}"] {
        assert_misfit(body, "the body is empty").await;
    }
}

#[tokio::test]
async fn broken_json_is_told_by_its_place_and_not_shown() {
    for (body, reason) in [
        ("{", "EOF while parsing an object at line 1 column 1"),
        (
            r#"{"token":"t0k"#,
            "EOF while parsing a string at line 1 column 13",
        ),
        (
            r#"{"token":"t0ken","expirationTime":18934"#,
            "EOF while parsing an object at line 1 column 39",
        ),
        (
            r#"{"token":"t0ken","expirationTime":1}{}"#,
            "trailing characters at line 1 column 37",
        ),
        (
            r#"{"token":"t0ken","expirationTime":1,}"#,
            "trailing comma at line 1 column 37",
        ),
        (
            "{\"token\":\"t0\nken\",\"expirationTime\":1}",
            "control character (\\u0000-\\u001F) found while parsing a string at line 2 column 0",
        ),
        (
            r#"{"token":"\q","expirationTime":1}"#,
            "invalid escape at line 1 column 12",
        ),
        ("{'token':1}", "key must be a string at line 1 column 2"),
        ("t0ken", "expected ident at line 1 column 2"),
        ("<html>", "expected value at line 1 column 1"),
        ("\u{feff}\u{feff}{}", "expected value at line 1 column 1"),
    ] {
        assert_misfit(body, &format!("broken JSON: {reason}")).await;
    }
}

#[tokio::test]
async fn nesting_of_any_depth_is_refused_and_not_descended_into() {
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let reason = "expected an object, found an array at line 1 column 1";
    assert_misfit(&*nested, reason).await;
    let body = format!(r#"{{"token":{nested}}}"#);
    let reason = "token: expected a string, found an array at line 1 column 10";
    assert_misfit(body, reason).await;
}
