use std::env;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use web_sdk_backend::{Key, Origin};

type Error = Box<dyn std::error::Error>;

/// What the environment says, but for what the client reads itself.
pub(crate) struct Environment {
    /// `LISTEN`, or else `127.0.0.1:8080`.
    pub(crate) listen: SocketAddr,
    /// `PUBLIC_URL`: where browsers find the page, if not at the address it listens on.
    pub(crate) public_url: Option<Origin>,
    /// `SESSION_KEY`, 64 bytes or more; or else a new one, so that sessions end with the process.
    pub(crate) key: Key,
    /// `DEMO_USERS`: the e-mails that may be signed in as, with commas between them.
    pub(crate) demo_users: Vec<String>,
    /// `GLEAN_WEB_APP_URL`, or else `https://app.glean.com`.
    pub(crate) web_app: Origin,
    /// `WEB_SDK`: the bundle, if not where npm puts it beside this example.
    pub(crate) sdk: PathBuf,
}

impl Environment {
    pub(crate) fn read() -> Result<Self, Error> {
        let listen: SocketAddr = parsed("LISTEN")?.unwrap_or(([127, 0, 0, 1], 8080).into());
        if !listen.ip().is_loopback() {
            let why =
                "LISTEN: the demo's sign-in asks for no password, so it listens on loopback alone";
            return Err(why.into());
        }
        let key = match text("SESSION_KEY") {
            Some(key) => Key::try_from(key.as_bytes())
                .map_err(|_| "SESSION_KEY: give 64 random bytes or more")?,
            None => Key::generate(),
        };
        let users = text("DEMO_USERS").unwrap_or_default();
        let users = users
            .split(',')
            .map(str::trim)
            .filter(|user| !user.is_empty());
        let web_app = match parsed("GLEAN_WEB_APP_URL")? {
            Some(url) => url,
            None => "https://app.glean.com".parse()?,
        };
        let installed = "node_modules/@gleanwork/web-sdk/dist/index.min.js";
        let installed = Path::new(env!("CARGO_MANIFEST_DIR")).join(installed);
        Ok(Self {
            listen,
            public_url: parsed("PUBLIC_URL")?,
            key,
            demo_users: users.map(str::to_owned).collect(),
            web_app,
            sdk: text("WEB_SDK").map_or(installed, PathBuf::from),
        })
    }
}

/// Gives a variable; an empty one is none.
pub(crate) fn text(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn parsed<T>(name: &str) -> Result<Option<T>, Error>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    let parse = |value: String| {
        value
            .parse()
            .map_err(|error| format!("{name}: {error}").into())
    };
    text(name).map(parse).transpose()
}
