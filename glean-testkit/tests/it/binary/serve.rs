use std::fs;
use std::net::TcpStream;

use serde_json::Value;

use super::running::Running;
use super::{fake_glean, run};
use crate::call::Call;

#[tokio::test]
async fn it_serves_on_loopback_until_it_is_told_to_stop() {
    for signal in ["TERM", "INT"] {
        let running = Running::start(&[]);
        let url = running.url.clone();
        let address = url.strip_prefix("http://").unwrap();
        assert!(address.starts_with("127.0.0.1:"), "{address}");
        assert_eq!(running.call(&Call::with("glean_user")).await.status(), 200);

        let ended = running.stop(signal);

        assert_eq!(ended.code, Some(0), "{signal}");
        assert_eq!(ended.out, "");
        TcpStream::connect(address).unwrap_err();
    }
}

#[tokio::test]
async fn each_request_is_a_line_of_json_without_secrets() {
    let running = Running::start(&[]);
    let token = running.call(&Call::for_user("ada@example.com")).await;
    running.call(&Call::with("glean_user_expired")).await;

    let ended = running.stop("TERM");

    let lines: Vec<Value> = ended
        .err
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["outcome"], "minted");
    assert_eq!(lines[0]["headers"]["x-glean-actas"][0], "ada@example.com");
    assert_eq!(lines[1]["status"], 401);
    assert_eq!(lines[1]["mismatch"], "the credential has expired");
    let body: Value = serde_json::from_slice(token.body()).unwrap();
    for secret in [
        "glean_global",
        "glean_user",
        body["token"].as_str().unwrap(),
    ] {
        assert!(!ended.err.contains(secret), "{}", ended.err);
    }
}

#[tokio::test]
async fn the_log_is_a_text_or_off_if_asked_for() {
    for (format, expected) in [
        (
            "text",
            "1 POST /rest/api/v1/createauthtoken 401: the credential has expired\n",
        ),
        ("off", ""),
    ] {
        let running = Running::start(&["--log", format, "--keep-last", "0"]);
        running.call(&Call::with("glean_user_expired")).await;
        assert_eq!(running.stop("TERM").err, expected);
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_tokens() {
    let token = async |seed: &str| {
        let running = Running::start(&["--seed", seed]);
        let reply = running.call(&Call::with("glean_user")).await;
        let body: Value = serde_json::from_slice(reply.body()).unwrap();
        body["token"].clone()
    };
    let first = token("7").await;
    assert_eq!(first, token("7").await);
    assert_ne!(first, token("8").await);
}

#[tokio::test]
async fn a_configuration_is_read_from_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("fake.json");
    let json = r#"{
        "path_prefix": "/glean",
        "credentials": [{"secret": "mine", "kind": "user", "user": "lin@example.com"}]
    }"#;
    fs::write(&file, json).unwrap();
    let running = Running::start(&["--config", file.to_str().unwrap()]);
    assert!(running.url.ends_with("/glean"));
    assert_eq!(running.call(&Call::with("mine")).await.status(), 200);
}

#[test]
fn a_configuration_that_is_amiss_is_refused_with_its_place() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("fake.json");
    let file = file.to_str().unwrap();

    let missing = run(&mut fake_glean(&["serve", "--config", file]));
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.starts_with(&format!("error: {file}: ")));

    fs::write(
        file,
        r#"{"credentials": [{"secret": "s3cret", "kind": 1}]}"#,
    )
    .unwrap();
    let amiss = run(&mut fake_glean(&["serve", "--config", file]));
    assert_eq!(amiss.code, Some(2));
    assert_eq!(amiss.out, "");
    assert!(amiss.err.contains("fake.json: `credentials[0].kind`: "));
    assert!(!amiss.err.contains("s3cret"));
}

#[test]
fn a_port_that_is_taken_is_said_with_its_address() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ended = run(&mut fake_glean(&["serve", "--listen", &address]));
    assert_eq!(ended.code, Some(2));
    let expected = format!("error: can't listen on {address}: ");
    assert!(ended.err.starts_with(&expected), "{}", ended.err);
}

#[tokio::test]
async fn a_strict_one_fails_with_a_report_when_something_is_amiss() {
    let running = Running::start(&["--strict", "--log", "off"]);
    running.call(&Call::with("glean_user")).await;
    assert_eq!(running.stop("TERM").code, Some(0));

    for (arguments, expected) in [
        (&["--strict", "--log", "off"][..], Some(1)),
        (&["--log", "off"], Some(0)),
    ] {
        let running = Running::start(arguments);
        running.call(&Call::with("glean_user").method("GET")).await;
        let ended = running.stop("TERM");
        assert_eq!(ended.code, expected);
        assert_eq!(
            ended.err.contains("createToken is a POST"),
            expected == Some(1),
            "{}",
            ended.err
        );
    }
}

#[tokio::test]
async fn the_control_can_be_left_out() {
    for (arguments, expected) in [(&[][..], 200), (&["--no-control"], 404)] {
        let running = Running::start(arguments);
        let client = glean_transport::hyper_util_0_1::HyperTransport::new();
        let request = http::Request::get(format!("{}/_glean/", running.url));
        let request = request.body(bytes::Bytes::new()).unwrap();
        let reply = glean_transport::Transport::send(&client, request).await;
        assert_eq!(reply.unwrap().status(), expected);
    }
}

#[cfg(feature = "cli-tls")]
#[tokio::test]
async fn it_speaks_tls_for_whoever_trusts_the_authority_that_it_writes() {
    use glean_transport::reqwest_0_13::ReqwestTransport;
    use glean_transport::{Transport, TransportErrorKind};

    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("ca.pem");
    for kind in ["trusted", "expired", "wrong-host"] {
        let arguments = ["--tls", kind, "--ca", file.to_str().unwrap()];
        let running = Running::start(&arguments);
        assert!(running.url.starts_with("https://localhost:"));
        let root = reqwest::Certificate::from_pem(&fs::read(&file).unwrap()).unwrap();
        let client = reqwest::Client::builder()
            .tls_certs_only([root])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let mut request = Call::with("glean_user").request();
        *request.uri_mut() = format!("{}{}", running.url, crate::call::PATH)
            .parse()
            .unwrap();
        let reply = ReqwestTransport::from_client(client).send(request).await;
        match kind {
            "trusted" => assert_eq!(reply.unwrap().status(), 200),
            _ => assert_eq!(reply.unwrap_err().kind(), TransportErrorKind::Connect),
        }
    }
}

#[cfg(not(feature = "cli-tls"))]
#[test]
fn without_tls_it_says_how_to_get_it() {
    let ended = run(&mut fake_glean(&[
        "serve", "--tls", "trusted", "--ca", "ca.pem",
    ]));
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("feature `cli-tls`"), "{}", ended.err);
}
