use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use redis::Client;
use redis::aio::MultiplexedConnection;
use tempfile::TempDir;

/// A Redis of its own, on a socket in a folder of its own; killed when it is dropped.
pub(crate) struct RedisServer {
    folder: TempDir,
    options: Vec<String>,
    child: Option<Child>,
}

impl RedisServer {
    pub(crate) fn is_installed() -> bool {
        let mut version = Command::new("redis-server");
        version
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        version.status().is_ok_and(|status| status.success())
    }

    pub(crate) fn start() -> Self {
        Self::with(&[])
    }

    pub(crate) fn with(options: &[&str]) -> Self {
        let mut this = Self::absent();
        this.options = options.iter().map(|option| (*option).to_owned()).collect();
        this.run();
        this
    }

    /// Makes a place where no Redis is yet.
    pub(crate) fn absent() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            options: Vec::new(),
            child: None,
        }
    }

    /// Starts it, and waits until it answers.
    pub(crate) fn run(&mut self) {
        let mut child = Command::new("redis-server")
            .args([
                "--port",
                "0",
                "--save",
                "",
                "--appendonly",
                "no",
                "--unixsocket",
            ])
            .arg(self.socket())
            .arg("--dir")
            .arg(self.folder.path())
            .args(&self.options)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().contains("ready to accept connections")));
        // What else it says is nobody's concern, but must not fill the pipe.
        std::thread::spawn(move || lines.count());
        self.child = Some(child);
    }

    /// Kills it, with all that it held.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    pub(crate) fn client(&self) -> Client {
        Client::open(format!("redis+unix://{}", self.socket().display())).unwrap()
    }

    /// Connects past every store, to look at what is there.
    pub(crate) async fn connection(&self) -> MultiplexedConnection {
        let connection = self.client().get_multiplexed_async_connection().await;
        connection.unwrap()
    }

    pub(crate) fn client_with_password(&self, password: &str) -> Client {
        let socket = self.socket();
        Client::open(format!("redis+unix://{}?pass={password}", socket.display())).unwrap()
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("redis.sock")
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
