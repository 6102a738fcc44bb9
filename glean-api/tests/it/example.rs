//! The example is the first thing that people run: what it prints is a promise too.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Command, Output, Stdio};
use std::thread;

use serde_json::Value;

/// Cargo builds a package's examples before it runs its tests.
fn example() -> Command {
    let mut path = std::env::current_exe().unwrap();
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    let path = path
        .join("examples")
        .join("create_token")
        .with_extension(std::env::consts::EXE_EXTENSION);
    assert!(
        path.exists(),
        "{} is not built: run `cargo test` without `--test`",
        path.display()
    );
    let mut command = Command::new(path);
    command.env_clear();
    command
}

fn output(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// Answers one request with `reply`, and gives the URL to ask.
fn server(reply: impl Into<String>) -> String {
    server_of([reply.into()])
}

/// Answers one request with each of `replies`, each on a connection of its own.
fn server_of<const N: usize>(replies: [String; N]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for reply in replies {
            let (mut stream, _) = listener.accept().unwrap();
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let mut byte = [0];
                stream.read_exact(&mut byte).unwrap();
                head.push(byte[0]);
            }
            stream.write_all(reply.as_bytes()).unwrap();
        }
    });
    url
}

#[test]
fn with_nothing_set_it_mints_from_the_fake_and_shows_no_token() {
    let (code, stdout, stderr) = output(&mut example());

    assert_eq!((code, stderr.as_str()), (0, ""));
    let lines: Vec<&str> = stdout.lines().collect();
    assert_eq!(lines[0], "Minted a token.");
    assert!(
        lines[1].starts_with("  server   http://127.0.0.1:"),
        "{stdout}"
    );
    assert!(
        lines[1].ends_with(" (the fake Glean server, started for this run)"),
        "{stdout}"
    );
    assert_eq!(lines[2], "  for      ada@example.com");
    assert_eq!(lines[3], "  reply    200 OK, 1 attempt");
    assert_eq!(lines[4], "  token    AuthToken([redacted])");
    assert!(
        lines[5].starts_with("  expires  in 2 h 0 min, 20"),
        "{stdout}"
    );
    assert!(lines[5].ends_with(" UTC"), "{stdout}");
    assert!(!stdout.contains("fake-glean-"), "{stdout}");
}

#[test]
fn json_is_exactly_what_the_web_sdk_takes_and_stderr_says_so() {
    let (code, stdout, stderr) = output(example().args(["--json", "--oauth", "--retries"]));

    assert_eq!(code, 0);
    assert_eq!(
        stderr,
        "note: the minted token was printed on stdout; whoever has it is that user\n"
    );
    let json: Value = serde_json::from_str(&stdout).unwrap();
    let token = json["token"].as_str().unwrap();
    let expiration_time = json["expirationTime"].as_i64().unwrap();
    assert_eq!(
        stdout,
        format!("{{\"token\":\"{token}\",\"expirationTime\":{expiration_time}}}\n")
    );
}

#[test]
fn what_fails_in_the_settings_is_told_with_a_hint() {
    for (variables, line) in [
        (
            &[("GLEAN_INSTANCE", "acme")][..],
            "error: no credential: give `.api_token(..)`",
        ),
        (
            &[("GLEAN_API_TOKEN", "s3cret")],
            "error: no server: give `.instance(..)`",
        ),
        (
            &[("GLEAN_API_TOKEN", "s3cret"), ("GLEAN_INSTANCE", "acme-be")],
            "error: GLEAN_INSTANCE: instance: ",
        ),
    ] {
        let (code, stdout, stderr) = output(example().envs(variables.iter().copied()));

        assert_eq!((code, stdout.as_str()), (1, ""), "{variables:?}");
        assert!(stderr.starts_with(line), "{variables:?}: {stderr}");
        assert!(!stderr.contains("s3cret"), "{stderr}");
    }
}

#[test]
fn what_the_server_refuses_is_told_with_a_hint() {
    for (reply, line, hint) in [
        (
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 21\r\n\r\nInvalid Secret s3cret",
            "error: createToken: 401 Unauthorized: Invalid Secret [redacted]\n",
            "hint: check GLEAN_API_TOKEN",
        ),
        (
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 38\r\n\r\n\
             Required header missing: X-Glean-ActAs",
            "error: createToken: 400 Bad Request: Required header missing: X-Glean-ActAs\n",
            "hint: a global credential acts for a user: give --act-as",
        ),
        (
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
            "error: createToken: 403 Forbidden\n",
            "hint: the credential lacks the scope",
        ),
        (
            "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n",
            "error: createToken: unexpected status or content type: 302 Found",
            "hint: does GLEAN_SERVER_URL",
        ),
    ] {
        let url = server(reply);
        let environment = [("GLEAN_API_TOKEN", "s3cret"), ("GLEAN_SERVER_URL", &url)];
        let (code, stdout, stderr) = output(example().envs(environment));

        assert_eq!((code, stdout.as_str()), (1, ""), "{reply}");
        assert!(stderr.starts_with(line), "{stderr}");
        assert!(stderr.lines().nth(1).unwrap().starts_with(hint), "{stderr}");
    }
}

#[test]
fn an_expiry_beyond_all_dates_is_told_as_it_came() {
    for (reply, seconds) in [
        (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n\
             {\"token\":\"t0ken\",\"expirationTime\":1893456000000}",
            "1893456000000",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n\
             {\"token\":\"t0ken\",\"expirationTime\":-1}",
            "-1",
        ),
    ] {
        let url = server(reply);
        let environment = [("GLEAN_API_TOKEN", "s3cret"), ("GLEAN_SERVER_URL", &*url)];
        let (code, stdout, stderr) = output(example().envs(environment));

        assert_eq!((code, stderr.as_str()), (0, ""));
        let line = format!("  expires  at second {seconds} of the Unix epoch");
        assert!(stdout.contains(&line), "{stdout}");
    }
}

#[test]
fn a_closed_stdout_is_an_error_and_no_panic() {
    let mut child = example()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());

    let output = child.wait_with_output().unwrap();

    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.starts_with("error: could not write to stdout"),
        "{stderr}"
    );
}

#[test]
fn a_server_that_is_not_there_or_speaks_no_tls_is_told_with_a_hint() {
    // A port that is taken on one loopback address is free on the next, for as long as it is held.
    let held = TcpListener::bind("127.0.0.1:0").unwrap();
    let refused = format!("http://127.0.0.2:{}", held.local_addr().unwrap().port());
    let (code, _, stderr) = output(
        example()
            .env("GLEAN_API_TOKEN", "s3cret")
            .env("GLEAN_SERVER_URL", refused),
    );
    assert_eq!(code, 1);
    assert!(stderr.contains("nothing was sent"), "{stderr}");
    assert!(stderr.contains("\nhint: nothing listens there"), "{stderr}");

    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", plain.local_addr().unwrap());
    let speaks_no_tls = thread::spawn(move || {
        let (mut stream, _) = plain.accept().unwrap();
        let mut hello = [0; 64];
        let _ = stream.read(&mut hello);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let (code, _, stderr) = output(
        example()
            .env("GLEAN_API_TOKEN", "s3cret")
            .env("GLEAN_SERVER_URL", url),
    );
    speaks_no_tls.join().unwrap();
    assert_eq!(code, 1);
    assert!(stderr.contains("\nhint: TLS failed"), "{stderr}");
}

#[test]
fn help_names_every_flag_and_variable() {
    let (code, stdout, _) = output(example().arg("--help"));
    assert_eq!(code, 0);
    for word in [
        "--act-as",
        "--oauth",
        "--json",
        "--retries",
        "--timeout",
        "GLEAN_API_TOKEN",
        "GLEAN_INSTANCE",
        "GLEAN_SERVER_URL",
        "GLEAN_DEBUG",
        "Exit status",
    ] {
        assert!(stdout.contains(word), "{word} is not in:\n{stdout}");
    }
}

#[cfg(feature = "tracing")]
#[test]
fn with_glean_debug_each_attempt_is_traced_on_stderr_without_secrets() {
    let closing = |head: &str, body: &str| format!("{head}\r\nConnection: close\r\n\r\n{body}");
    let url = server_of([
        closing("HTTP/1.1 503 Service Unavailable", "s3cret"),
        closing(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: s3cret",
            r#"{"token":"t0ken","expirationTime":1893456000}"#,
        ),
    ]);

    let (code, stdout, stderr) = output(
        example()
            .args(["--retries", "--act-as", "s3cret@example.com", "--json"])
            .env("GLEAN_API_TOKEN", "s3cret")
            .env("GLEAN_SERVER_URL", &url)
            .env("GLEAN_DEBUG", "1"),
    );

    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("t0ken"), "{stdout}");
    let attempt = |number, what| {
        format!("attempt{{{number} createToken POST {url}/rest/api/v1/createauthtoken}}: {what}")
    };
    // Before each line of the trace stands when that was.
    let lines: Vec<&str> = stderr
        .lines()
        .map(|line| match line.split_once("s attempt") {
            Some((time, _)) => &line[time.len() + 2..],
            None => line,
        })
        .collect();
    assert_eq!(
        lines,
        [
            &*attempt(1, "sending"),
            &*attempt(1, "received 503 Service Unavailable"),
            &*attempt(2, "sending"),
            &*attempt(2, "received 200 OK"),
            "note: the minted token was printed on stdout; whoever has it is that user",
        ]
    );
    for secret in ["s3cret", "t0ken", "\x1b"] {
        assert!(!stderr.contains(secret), "{stderr}");
    }
}

#[cfg(feature = "tracing")]
#[test]
fn glean_debug_traces_the_calls_of_the_fake_too_and_says_if_it_does_not_fit() {
    let (code, _, stderr) = output(example().env("GLEAN_DEBUG", "yes"));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(stderr.lines().count(), 2, "{stderr}");
    assert!(stderr.ends_with("}: received 200 OK\n"), "{stderr}");
    assert!(!stderr.contains("glean_global"), "{stderr}");

    let (code, stdout, stderr) = output(example().env("GLEAN_DEBUG", "s3cret"));
    assert_eq!((code, &*stdout), (1, ""));
    assert_eq!(stderr, "error: GLEAN_DEBUG: debug: give `1` or `0`\n");

    let (code, _, stderr) = output(example().env("GLEAN_DEBUG", "off"));
    assert_eq!((code, &*stderr), (0, ""));
}

#[cfg(not(feature = "tracing"))]
#[test]
fn without_tracing_glean_debug_brings_a_note_on_how_to_turn_it_on() {
    let (code, _, stderr) = output(example().env("GLEAN_DEBUG", "1"));
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(
        stderr,
        "note: GLEAN_DEBUG is set; for a trace, run with `--features tracing`\n"
    );

    let (code, _, stderr) = output(example().env("GLEAN_DEBUG", "0"));
    assert_eq!((code, &*stderr), (0, ""));
}
