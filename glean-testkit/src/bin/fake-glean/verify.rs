use std::env;
use std::fs;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use glean_testkit::contract::verify::{LedgerSource, Verifier};
use glean_transport::Transport;
use glean_transport::time::TokioSleep;

use crate::args::VerifyArgs;
use crate::event_loop::event_loop;
use crate::failure::Failure;
use crate::ledger::RemoteLedger;
use crate::{client, credentials, output};

const LIVE: &str = "GLEAN_LIVE";

pub(crate) fn verify(args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let live = is_live()?;
    if args.record.is_some() && !live {
        return Err(Failure::new(format!(
            "`--record` is for a run against a tenant: set {LIVE}=1"
        )));
    }
    let runtime = event_loop()?;
    let timeout = Duration::from_secs(args.timeout);
    let client: Arc<dyn Transport> = Arc::new(client::client());
    let mut verifier = Verifier::new(Arc::clone(&client), args.url.as_str())
        .live(live)
        .cap(args.cap)
        .timeout(timeout, TokioSleep);
    if let Some(url) = args.ledger.clone() {
        let ledger = RemoteLedger {
            transport: client,
            url,
            timeout,
        };
        // Better now than in a report that looks at everything else.
        if runtime.block_on(ledger.read()).is_none() {
            return Err(Failure::new(
                "the ledger can't be read: it is JSON with `count` and `minted`, as a fake has it at \
                 `/_glean/ledger`",
            ));
        }
        verifier = verifier.ledger(ledger);
    }
    if !args.cases.is_empty() {
        verifier = verifier.only(&args.cases);
    }
    match credentials::from_env()? {
        Some(credentials) => verifier = verifier.credentials(credentials),
        None if live => {
            return Err(Failure::new(
                "a tenant is asked with credentials of the environment, and there are none; see \
                 `fake-glean verify --help`",
            ));
        }
        None => {}
    }
    let report = runtime
        .block_on(verifier.run())
        .map_err(|error| Failure::new(error.to_string()))?;

    if let Some(file) = &args.junit {
        fs::write(file, report.to_junit()).map_err(|error| Failure::of(file, error))?;
    }
    if let (Some(file), Some(record)) = (&args.record, report.record(SystemTime::now())) {
        fs::write(file, record.to_json()).map_err(|error| Failure::of(file, error))?;
    }
    output::print(&if args.json {
        report.to_json()
    } else {
        format!("{report}\n")
    })?;
    Ok(if report.is_match() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn is_live() -> Result<bool, Failure> {
    match env::var_os(LIVE) {
        None => Ok(false),
        Some(value) if value.is_empty() || value == "0" => Ok(false),
        Some(value) if value == "1" => Ok(true),
        Some(_) => Err(Failure::new(format!("{LIVE} is 1, or 0, or not set"))),
    }
}
