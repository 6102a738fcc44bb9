use std::io::{BufRead, BufReader, Read};
use std::process::{Child, ChildStdout, Command, Stdio};

use glean_transport::Transport;
use glean_transport::hyper_util_0_1::HyperTransport;
use http::Response;

use super::{Ended, fake_glean};
use crate::call::{Call, PATH};

/// A served fake, killed when it is dropped.
pub(super) struct Running {
    child: Child,
    out: BufReader<ChildStdout>,
    pub(super) url: String,
}

impl Running {
    pub(super) fn start(arguments: &[&str]) -> Self {
        let mut child = fake_glean(&["serve"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let url = line.strip_prefix("listening on ").map(str::trim_end);
        let url = url.unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, out, url }
    }

    /// Asks the process to end with a signal, and waits until it has.
    pub(super) fn stop(mut self, signal: &str) -> Ended {
        let id = self.child.id().to_string();
        let killed = Command::new("kill").args(["-s", signal, &id]).status();
        assert!(killed.unwrap().success());
        let mut ended = Ended {
            code: None,
            out: String::new(),
            err: String::new(),
        };
        self.out.read_to_string(&mut ended.out).unwrap();
        let mut err = self.child.stderr.take().unwrap();
        err.read_to_string(&mut ended.err).unwrap();
        ended.code = self.child.wait().unwrap().code();
        ended
    }

    pub(super) async fn call(&self, call: &Call) -> Response<bytes::Bytes> {
        let mut request = call.request();
        *request.uri_mut() = format!("{}{PATH}", self.url).parse().unwrap();
        HyperTransport::new().send(request).await.unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
