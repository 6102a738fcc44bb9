use std::fs;
use std::future::Future;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use glean_testkit::{FakeGlean, FakeGleanBuilder, ModelConfig};

use crate::args::{LogFormat, ServeArgs};
use crate::event_loop::event_loop;
use crate::failure::Failure;
use crate::{log, output};

/// How many requests and tokens are remembered, so that a fake that runs for weeks stays small.
const KEPT: usize = 10_000;

pub(crate) fn serve(args: &ServeArgs) -> Result<ExitCode, Failure> {
    let runtime = event_loop()?;
    let _entered = runtime.enter();
    // Before anybody is told that it listens, so that whoever stops it then finds it prepared.
    let stopped = stopped().map_err(|error| Failure::new(format!("signals: {error}")))?;

    let address = args.listen;
    let fake = builder(args)?
        .try_blocking()
        .map_err(|error| Failure::new(format!("can't listen on {address}: {error}")))?;
    if !address.ip().is_loopback() {
        output::note("warning: others than this machine can mint from this fake and control it");
    }
    output::print(&format!("listening on {}\n", fake.url()))?;
    runtime.block_on(stopped);
    match fake.stop() {
        Err(report) if args.strict => {
            output::note(&report.to_string());
            Ok(ExitCode::FAILURE)
        }
        _ => Ok(ExitCode::SUCCESS),
    }
}

fn builder(args: &ServeArgs) -> Result<FakeGleanBuilder, Failure> {
    let mut config = match &args.config {
        None => ModelConfig::default(),
        Some(file) => read(file)?,
    };
    if let Some(seed) = args.seed {
        config = config.seed(seed);
    }
    match args.keep_last {
        Some(count) => config = config.keep_last(count),
        None if config.is_bounded() => {}
        None => config = config.keep_last(KEPT),
    }
    let mut builder = FakeGlean::builder().config(config).listen(args.listen);
    if args.log != LogFormat::Off {
        let format = args.log;
        builder = builder.on_request(move |request| log::log(format, request));
    }
    if !args.no_control {
        builder = builder.control();
    }
    with_tls(builder, args)
}

fn read(file: &Path) -> Result<ModelConfig, Failure> {
    let json = fs::read_to_string(file).map_err(|error| Failure::of(file, error))?;
    ModelConfig::from_json(&json).map_err(|error| Failure::of(file, error))
}

#[cfg(feature = "cli-tls")]
fn with_tls(builder: FakeGleanBuilder, args: &ServeArgs) -> Result<FakeGleanBuilder, Failure> {
    use glean_testkit::wire::tls::Authority;

    use crate::args::TlsKind;

    let (Some(kind), Some(file)) = (args.tls, &args.ca) else {
        return Ok(builder);
    };
    let authority = Authority::new()
        .map_err(|error| Failure::new(format!("no certificate can be made: {error}")))?;
    fs::write(file, authority.certificate_pem()).map_err(|error| Failure::of(file, error))?;
    Ok(builder.tls(match kind {
        TlsKind::Trusted => authority.trusted(),
        TlsKind::Expired => authority.expired(),
        TlsKind::WrongHost => authority.wrong_host(),
    }))
}

#[cfg(not(feature = "cli-tls"))]
fn with_tls(builder: FakeGleanBuilder, args: &ServeArgs) -> Result<FakeGleanBuilder, Failure> {
    if args.tls.is_none() {
        return Ok(builder);
    }
    Err(Failure::new(
        "this binary was built without TLS; build it with the feature `cli-tls`",
    ))
}

/// Gives a future that ends when the process is asked to.
#[cfg(unix)]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Gives a future that ends when the process is asked to.
#[cfg(not(unix))]
fn stopped() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
