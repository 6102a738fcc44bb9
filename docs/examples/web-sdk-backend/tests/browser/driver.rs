use std::cell::RefCell;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use crate::browser::Browser;

const CHROMIUM: &str = "chromium";
const DRIVER: &str = "chromedriver";
const TRIES: usize = 5;

/// Says what of the browser is missing.
pub(crate) fn lack() -> Option<String> {
    let runs = |program: &&str| {
        let output = Command::new(program).arg("--version").output();
        output.is_ok_and(|output| output.status.success())
    };
    let missing = [CHROMIUM, DRIVER]
        .into_iter()
        .find(|program| !runs(program));
    missing.map(|program| format!("`{program}` is not installed"))
}

/// Reads on which port it listens, in the line that says so.
fn port(line: &str) -> Option<u16> {
    let (_, port) = line
        .strip_suffix('.')?
        .split_once("successfully on port ")?;
    port.parse().ok()
}

/// The program that drives browsers; it ends them with itself.
pub(crate) struct Driver {
    child: Child,
    port: u16,
    sessions: RefCell<Vec<String>>,
    /// What browsers leave behind; it goes last.
    _temporary: TempDir,
}

impl Driver {
    pub(crate) fn start() -> Self {
        let mut said = String::new();
        for _ in 0..TRIES {
            match Self::try_start() {
                Ok(driver) => return driver,
                Err(why) => said = why,
            }
            // It takes a free port for IPv4, and ends if that is not free for IPv6 too.
            if !said.contains("port not available") {
                break;
            }
        }
        panic!("{DRIVER} does not start: {said}")
    }

    /// Starts it on a port that it finds itself; gives what it said if it ended instead.
    fn try_start() -> Result<Self, String> {
        let temporary = tempfile::tempdir().unwrap();
        let mut child = Command::new(DRIVER)
            .env("TMPDIR", temporary.path())
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        for line in out.lines() {
            let line = line.unwrap();
            if let Some(port) = port(&line) {
                return Ok(Self {
                    child,
                    port,
                    sessions: RefCell::default(),
                    _temporary: temporary,
                });
            }
            said += &line;
            said.push('\n');
        }
        child.wait().unwrap();
        Err(said)
    }

    /// Opens a browser that shares nothing with another, and that reaches this machine alone.
    pub(crate) async fn open(&self) -> Browser {
        let arguments = [
            "--headless=new",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-dev-shm-usage",
            "--disable-extensions",
            "--disable-gpu",
            "--disable-sync",
            "--hide-scrollbars",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
            "--no-first-run",
            "--no-proxy-server",
            // The sandbox needs another user than root, and what containers seldom give.
            "--no-sandbox",
            "--window-size=800,720",
        ];
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": {"args": arguments},
        });
        let capabilities = capabilities.as_object().unwrap().clone();
        let client: Client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .unwrap();
        let session = client.session_id().await.unwrap().unwrap();
        self.sessions.borrow_mut().push(session);
        Browser::new(client)
    }

    /// Sends a command, and waits until it is done.
    fn send(&self, command: &str) -> std::io::Result<usize> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        let request = format!("{command} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        // The reply begins when it is done; the connection may stay open.
        stream.read(&mut [0; 64])
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Killed at once, it would leave its browsers and their files behind.
        for session in self.sessions.take() {
            let _ = self.send(&format!("DELETE /session/{session}"));
        }
        let _ = self.send("GET /shutdown");
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
