//! The service on a port: on the fake Glean server, or, with the environment set, on a tenant.

mod environment;
mod upstream;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use glean_api::transport::time::SystemClock;
use tokio::net::TcpListener;
use web_sdk_backend::{Backend, Origin, Sessions, Widget, router, serve, tokens};

use crate::environment::Environment;
use crate::upstream::Upstream;

/// More than a call to Glean may take.
const GRACE: Duration = Duration::from_secs(15);

const SESSION: Duration = Duration::from_secs(8 * 60 * 60);

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_writer(io::stderr).init();
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where nobody listens any more, there is nobody to tell.
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let stop = stop()?;
    let environment = Environment::read()?;
    let address = environment.listen;
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| format!("can't listen on {address}: {error}"))?;
    let address = listener.local_addr()?;
    let origin: Origin = match &environment.public_url {
        Some(url) => url.clone(),
        None => format!("http://{address}").parse()?,
    };
    let upstream = Upstream::choose(&environment, &origin).await?;
    let mut widget = Widget::new(upstream.url(), upstream.web_app.clone())?;
    if upstream.fake.is_some() {
        widget = widget.stand_in();
    }
    let backend = Backend {
        tokens: tokens(&upstream.glean)?,
        sessions: Sessions::new(environment.key, SESSION, SystemClock, &origin),
        origin: origin.clone(),
        demo_users: upstream.demo_users.clone(),
        widget,
        sdk: environment.sdk,
    };
    report(&origin, &upstream)?;
    serve(listener, router(backend), stop, GRACE).await?;
    writeln!(io::stdout(), "stopped")?;
    Ok(())
}

fn report(origin: &Origin, upstream: &Upstream) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "listening on {origin}")?;
    let what = match upstream.fake {
        Some(_) => "the fake Glean server, started for this run",
        None => "as the environment says",
    };
    writeln!(out, "  Glean    {} ({what})", upstream.url())?;
    writeln!(out, "  web app  {}", upstream.web_app)?;
    writeln!(out, "  users    {}", upstream.demo_users.join(", "))?;
    writeln!(out, "The sign-in is a demo's: it asks for no password.")
}

/// Begins to listen for what asks a service to end, and gives what waits for it.
#[cfg(unix)]
fn stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Gives what waits for what asks a service to end.
#[cfg(not(unix))]
fn stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
