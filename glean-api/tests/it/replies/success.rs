use crate::support::{Outcome, Reply, assert_outcome};

const MINTED: &str = r#"{"token":"t0ken","expirationTime":1893456000}"#;

async fn assert_minted(name: &str, reply: &Reply) {
    assert_outcome(name, reply, Outcome::minted("t0ken", 1_893_456_000)).await;
}

#[tokio::test]
async fn json_is_json_whatever_the_case_and_parameters_of_its_content_type() {
    for content_type in [
        &b"application/json"[..],
        b"application/json; charset=utf-8",
        b"application/json;charset=UTF-8",
        b"Application/JSON",
        b"APPLICATION/JSON ; profile=\"a;b\"; charset=ascii",
        b"application/json;",
        b"application/json; name=\"\xe4\"",
    ] {
        let reply = Reply::new(200)
            .header("content-type", content_type)
            .body(MINTED);
        assert_minted(&String::from_utf8_lossy(content_type), &reply).await;
    }
}

#[tokio::test]
async fn the_framing_of_a_body_makes_no_difference() {
    for (name, reply) in [
        ("length", Reply::json(MINTED)),
        ("chunked", Reply::json(MINTED).chunked()),
        ("until the end", Reply::json(MINTED).until_close()),
    ] {
        assert_minted(name, &reply).await;
    }
}

#[tokio::test]
async fn members_may_come_in_any_order_with_unknown_ones_around_them() {
    for body in [
        r#"{"expirationTime":1893456000,"token":"t0ken"}"#,
        r#"{"token":"t0ken","expirationTime":1893456000,"user":{"id":[1,{"a":null}]}}"#,
        r#"{"a":1,"a":2,"token":"t0ken","a":"3","expirationTime":1893456000}"#,
        r#"{"Token":1,"expiration_time":2,"":3,"token":"t0ken","expirationTime":1893456000}"#,
        r#"{"huge":1e400,"token":"t0ken","expirationTime":1893456000}"#,
        r#"{"t\u006fken":"t0\u006ben","expirationTim\u0065":1893456000}"#,
        "\r\n\t {\n \"token\" : \"t0ken\" ,\n \"expirationTime\" : 1893456000 }\n\n",
    ] {
        assert_minted(body, &Reply::json(body)).await;
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_passed_over() {
    let reply = Reply::json(format!("\u{feff}{MINTED}"));
    assert_minted("byte order mark", &reply).await;
}

#[tokio::test]
async fn a_token_is_taken_to_the_letter() {
    for (spelled, token) in [
        (r#" a b "#, " a b "),
        (r#"\u00e4\ud83d\ude00"#, "ä😀"),
        (r#"\n\"\\\/"#, "\n\"\\/"),
        ("null", "null"),
        ("ä", "ä"),
    ] {
        let reply = Reply::json(format!(r#"{{"token":"{spelled}","expirationTime":0}}"#));
        assert_outcome(spelled, &reply, Outcome::minted(token, 0)).await;
    }
}
