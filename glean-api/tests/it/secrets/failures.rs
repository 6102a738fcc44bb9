//! Every way to fail, with a server that repeats whatever it was told.

use glean_api::ErrorKind;
use glean_api::transport::TransportErrorKind;

use super::{assert_debug_hides, assert_error_hides, planted, provided};
use crate::support::{Reply, both};

/// The credentials and extra headers of a request, as a careless server writes them down.
const ECHO: &str = "Bearer pl4nted-token, pl4nted-provided; pl4nted-header pl4nted-agent \
                    session=pl4nted-cookie";

/// Whose secrets a server can know: those of the request that it got.
fn echo(options: &str) -> String {
    let other = if options == "planted" {
        "pl4nted-provided"
    } else {
        "pl4nted-token"
    };
    ECHO.replace(other, "-")
}

async fn assert_failure_hides(name: &str, kind: ErrorKind, reply: impl Fn(&str) -> Reply) {
    for (options_name, options) in [("planted", planted()), ("provided", provided())] {
        let name = format!("{name} with {options_name}");
        let error = both(&name, &reply(&echo(options_name)), &options)
            .await
            .unwrap_err();
        assert_eq!(error.kind(), kind, "{name}");
        assert_error_hides(&name, &error);
        if let Some(reply) = error.as_glean_error() {
            assert_error_hides(&name, reply);
            assert_debug_hides(&name, &reply.problem());
            assert_debug_hides(&name, &(reply.content_type(), error.request_id()));
        }
    }
}

#[tokio::test]
async fn errors_of_a_server_that_echoes_the_request() {
    type Make = fn(&str) -> Reply;
    let replies: [(&str, Make); 7] = [
        ("text", |echo| Reply::text(401, echo)),
        ("html", |echo| {
            Reply::new(500)
                .content_type("text/html")
                .body(format!("<p>{echo}</p>"))
        }),
        ("problem", |echo| {
            let title = format!(r#"{{"title":"{echo}","detail":"{echo}","extra":["{echo}"]}}"#);
            Reply::problem(403, title)
        }),
        ("broken problem", |echo| {
            Reply::problem(403, format!(r#"{{"title":"{echo}"#))
        }),
        ("json", |echo| {
            Reply::new(400)
                .content_type("application/json")
                .body(format!(r#"{{"{echo}":"{echo}"}}"#))
        }),
        ("no text", |echo| {
            let body = [echo.as_bytes(), b"\xff"].concat();
            Reply::new(502).body(body)
        }),
        ("headers", |echo| {
            Reply::new(429)
                .content_type(&format!("text/plain; x=\"{echo}\""))
                .header("retry-after", echo)
                .header("x-request-id", echo)
                .header("www-authenticate", echo)
        }),
    ];
    for (name, reply) in replies {
        assert_failure_hides(name, ErrorKind::Api, reply).await;
    }
}

#[tokio::test]
async fn a_status_line_that_echoes_the_request() {
    assert_failure_hides("reason", ErrorKind::Api, |echo| {
        let bytes = format!("HTTP/1.1 401 {echo}\r\ncontent-length: 0\r\n\r\n");
        Reply::new(401).written_as(bytes)
    })
    .await;
}

#[tokio::test]
async fn replies_that_are_no_success_and_hold_a_minted_token() {
    const MINTED: &str = r#"{"token":"pl4nted-minted","expirationTime":1893456000}"#;
    type Make = fn(&str) -> Reply;
    let replies: [(&str, Make); 6] = [
        ("201", |_| {
            Reply::new(201)
                .content_type("application/json")
                .body(MINTED)
        }),
        ("206", |_| {
            Reply::new(206)
                .content_type("application/json")
                .body(MINTED)
        }),
        ("302", |_| {
            Reply::new(302)
                .content_type("application/json")
                .body(MINTED)
        }),
        ("text", |_| Reply::text(200, MINTED)),
        ("problem", |_| {
            Reply::problem(200, r#"{"title":"pl4nted-minted"}"#)
        }),
        ("header", |echo| {
            Reply::new(200)
                .content_type(&format!("text/plain; x=\"{echo}\""))
                .body(MINTED)
        }),
    ];
    for (name, reply) in replies {
        assert_failure_hides(name, ErrorKind::UnexpectedResponse, reply).await;
    }
}

#[tokio::test]
async fn replies_of_json_that_does_not_fit_and_holds_a_minted_token() {
    for body in [
        r#"{"token":"pl4nted-minted"}"#,
        r#"{"token":"pl4nted-minted","expirationTime":"pl4nted-time"}"#,
        r#"{"token":"pl4nted-minted","expirationTime":0.5}"#,
        r#"{"token":"pl4nted-minted","expirationTime":1e400}"#,
        r#"{"token":["pl4nted-minted"],"expirationTime":1}"#,
        r#"{"token":{"pl4nted-key":"pl4nted-minted"},"expirationTime":1}"#,
        r#"{"token":"pl4nted-minted","token":"pl4nted-again","expirationTime":1}"#,
        r#"{"access_token":"pl4nted-minted","pl4nted-key":1}"#,
        r#"{"token":"pl4nted-minted","expirationTime":1}"pl4nted-rest"#,
        r#"{"token":"pl4nted-minted\q"#,
        r#"{"token":"pl4nted-minted\ud800","expirationTime":1}"#,
        r#"{"token":"pl4nted-minted","#,
        r#"{pl4nted-key:"pl4nted-minted"}"#,
        r#""pl4nted-minted""#,
        r#"["pl4nted-minted"]"#,
        "pl4nted-minted",
    ] {
        assert_failure_hides(body, ErrorKind::ResponseValidation, |_| Reply::json(body)).await;
    }
}

#[tokio::test]
async fn exchanges_that_break_off() {
    type Make = fn(&str) -> Reply;
    let replies: [(&str, Make, ErrorKind); 5] = [
        (
            "short",
            |echo| Reply::json(echo).short_of(1),
            ErrorKind::Connection,
        ),
        (
            "garbage",
            |echo| Reply::raw(echo, TransportErrorKind::Interrupted),
            ErrorKind::Connection,
        ),
        (
            "half a head",
            |echo| {
                let bytes = format!("HTTP/1.1 401 {echo}\r\n{echo}: {echo}");
                Reply::raw(bytes, TransportErrorKind::Interrupted)
            },
            ErrorKind::Connection,
        ),
        (
            "broken chunk",
            |echo| {
                let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
                Reply::raw(format!("{head}{echo}"), TransportErrorKind::Body)
            },
            ErrorKind::Connection,
        ),
        (
            "too large",
            |echo| Reply::text(401, echo.repeat(20_000)),
            ErrorKind::Transport,
        ),
    ];
    for (name, reply, kind) in replies {
        assert_failure_hides(name, kind, reply).await;
    }
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_server_that_is_not_there() {
    let nobody = crate::support::Unlistening::bind();
    let glean = glean_api::Glean::builder()
        .server_url(format!("{}/pl4nted-path", nobody.url()))
        .api_token("pl4nted-token")
        .build()
        .unwrap();
    for options in [glean_api::RequestOptions::new(), planted(), provided()] {
        let call = glean.client().authentication().create_token();
        let error = call.options(options).await.unwrap_err();
        assert_error_hides("refused", &error);
    }
}
