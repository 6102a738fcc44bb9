//! The program itself.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

/// What this machine's owner has set is not the test's.
const OWN: [&str; 8] = [
    "DEMO_USERS",
    "GLEAN_API_TOKEN",
    "GLEAN_INSTANCE",
    "GLEAN_SERVER_URL",
    "GLEAN_WEB_APP_URL",
    "PUBLIC_URL",
    "SESSION_KEY",
    "WEB_SDK",
];

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_web-sdk-backend"));
    for name in OWN {
        command.env_remove(name);
    }
    command.env("LISTEN", "127.0.0.1:0");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The program while it serves; killed when it is dropped.
struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    address: String,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.unwrap_or_else(|| panic!("{line}")).to_owned();
        Self {
            child,
            out,
            address,
        }
    }

    fn send(&self, head: &str, body: &str) -> String {
        let address = &self.address;
        let mut stream = TcpStream::connect(address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{head}\r\nhost: {address}\r\norigin: http://{address}\r\nconnection: close\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn refusal(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn without_an_environment_it_runs_on_the_fake() {
    let running = Running::start(program());

    let signed_in = running.send("POST /sign-in HTTP/1.1", "user=grace%40example.com");
    let (_, cookie) = signed_in.split_once("set-cookie: ").unwrap();
    let (cookie, _) = cookie.split_once(';').unwrap();
    let head = format!("POST /api/glean-token HTTP/1.1\r\ncookie: {cookie}");
    let reply = running.send(&head, "");

    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    assert!(reply.contains(r#"{"token":"fake-glean-"#), "{reply}");
}

#[cfg(unix)]
#[test]
fn a_signal_stops_it_in_good_order() {
    for signal in ["TERM", "INT"] {
        let mut running = Running::start(program());

        let id = running.child.id().to_string();
        let killed = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(killed.unwrap().success());

        let mut out = String::new();
        running.out.read_to_string(&mut out).unwrap();
        assert!(
            out.contains("the fake Glean server, started for this run"),
            "{out}"
        );
        assert!(out.contains("it asks for no password"), "{out}");
        assert!(out.ends_with("stopped\n"), "{out}");
        assert_eq!(running.child.wait().unwrap().code(), Some(0));
    }
}

#[test]
fn with_an_environment_it_runs_on_that_server() {
    let fake = glean_testkit::FakeGlean::blocking();
    let mut command = program();
    command
        .env("GLEAN_SERVER_URL", fake.url())
        .env("GLEAN_API_TOKEN", "glean_global")
        .env("GLEAN_WEB_APP_URL", "https://acme.glean.com")
        .env("DEMO_USERS", "ada@example.com, eve@example.com");
    let running = Running::start(command);

    let page = running.send("GET /api/page HTTP/1.1", "");
    let signed_in = running.send("POST /sign-in HTTP/1.1", "user=ada%40example.com");
    let (_, cookie) = signed_in.split_once("set-cookie: ").unwrap();
    let (cookie, _) = cookie.split_once(';').unwrap();
    let head = format!("POST /api/glean-token HTTP/1.1\r\ncookie: {cookie}");
    let reply = running.send(&head, "");

    assert!(
        page.contains(r#""demoUsers":["ada@example.com","eve@example.com"]"#),
        "{page}"
    );
    assert!(
        page.contains(r#""webAppUrl":"https://acme.glean.com","isStandIn":false"#),
        "{page}"
    );
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    assert_eq!(fake.ledger().minted_for("ada@example.com"), 1);
}

#[test]
fn on_a_tenant_it_wants_to_know_who_may_sign_in_without_a_password() {
    let mut command = program();
    let command = command
        .env("GLEAN_INSTANCE", "acme")
        .env("GLEAN_API_TOKEN", "s3cret");

    let said = refusal(command);

    assert!(
        said.starts_with("DEMO_USERS: on a tenant, give the e-mails"),
        "{said}"
    );
    assert!(!said.contains("s3cret"));
}

#[test]
fn it_listens_on_loopback_alone() {
    let said = refusal(program().env("LISTEN", "0.0.0.0:0"));
    assert!(
        said.starts_with("LISTEN: the demo's sign-in asks for no password"),
        "{said}"
    );
}

#[test]
fn a_setting_that_can_not_be_is_named() {
    for (name, value) in [
        ("LISTEN", "8080"),
        ("PUBLIC_URL", "intranet"),
        ("GLEAN_WEB_APP_URL", "acme"),
        ("SESSION_KEY", "too-short-to-be-a-key"),
    ] {
        let said = refusal(program().env(name, value));
        assert!(said.starts_with(name), "{said}");
        assert!(!said.contains("too-short"), "{said}");
    }
}
