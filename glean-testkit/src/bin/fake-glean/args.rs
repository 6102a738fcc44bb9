use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// A fake Glean server for createToken, and a verifier of servers that claim to be Glean.
#[derive(Parser)]
#[command(
    name = "fake-glean",
    version,
    after_help = "Exit status: 0 if all is well; 1 if a verification failed; 2 if the command can't be \
                  carried out as given."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Serve(ServeArgs),
    Verify(VerifyArgs),
    Cases(CasesArgs),
    Pact(PactArgs),
    /// Print the operation as an OpenAPI 3.1 document
    Openapi,
}

/// Serve a fake Glean until SIGTERM or SIGINT
///
/// The first line on standard output is `listening on URL`. The spelling of a credential decides the
/// reply: `glean_user` (Ada's), `glean_global`, `glean_anonymous`, `oauth_glean` (Ada's) and `oauth_idp`
/// (Ada's, with `X-Glean-Auth-Type: OAUTH`), each also with `_expired`, `_revoked` and `_unscoped`;
/// `glean_status_503` gives any status, and `glean_status_429_after_2` adds `Retry-After: 2`. The users
/// are `ada@example.com` and `grace@example.com`. A refused request's reply says why in
/// `x-glean-testkit-mismatch`.
///
/// The running fake is controlled below `/_glean/`: GET `requests`, `ledger` and `verification`; POST
/// `script`, `clock`, `lifetime`, `credentials`, `reset` and `provider-states`.
#[derive(clap::Args)]
pub(crate) struct ServeArgs {
    /// Where to listen; port 0 is a free one
    ///
    /// Whoever reaches an address that is not loopback can mint from the fake and control it.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,

    /// A JSON file of users, credentials, limits, chaos and a script
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// What tokens and chaos are made from [default: the file's, or 0]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,

    /// How many requests and tokens to remember [default: the file's, or 10000]
    #[arg(long, value_name = "NUMBER")]
    pub(crate) keep_last: Option<usize>,

    /// Speak TLS, and show a certificate of this kind
    #[arg(long, value_name = "KIND", requires = "ca")]
    pub(crate) tls: Option<TlsKind>,

    /// Write the certificate of the authority to trust, as PEM
    #[arg(long, value_name = "FILE", requires = "tls")]
    pub(crate) ca: Option<PathBuf>,

    /// What to log of each request, on standard error
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub(crate) log: LogFormat,

    /// Answer nothing below `/_glean/`
    #[arg(long)]
    pub(crate) no_control: bool,

    /// When stopped, fail with a report if a request was no createToken call or a scripted step is left
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum TlsKind {
    /// Signed by the authority, for localhost, 127.0.0.1 and ::1
    Trusted,
    /// The same, expired a day ago
    Expired,
    /// The same, for another host
    WrongHost,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A JSON object a line
    Json,
    /// A readable line
    Text,
    /// Nothing
    Off,
}

/// Ask a server each case of the contract, and report where it differs
///
/// Credentials are those that every fake knows, unless the environment has others:
/// `FAKE_GLEAN_<KIND>` and `FAKE_GLEAN_<KIND>_<STATE>`, where KIND is USER, GLOBAL, ANONYMOUS,
/// GLEAN_OAUTH or EXTERNAL_OAUTH, and STATE is EXPIRED, REVOKED or UNSCOPED. `FAKE_GLEAN_ACT_AS` and
/// `FAKE_GLEAN_ACT_AS_OTHER` are the e-mails of two users. Cases that lack theirs are unsupported.
///
/// With `GLEAN_LIVE=1` the server is taken for a real tenant: only the cases are asked that are safe
/// there, with credentials of the environment alone, and the run ends when the rate is limited. No token
/// is kept.
#[derive(clap::Args)]
pub(crate) struct VerifyArgs {
    /// The server's URL, with its path prefix if it has one
    #[arg(long, value_name = "URL")]
    pub(crate) url: String,

    /// Ask this case alone; may be given more than once
    #[arg(long = "case", value_name = "ID")]
    pub(crate) cases: Vec<String>,

    /// Where the server shows whom it minted for, as a fake does at `/_glean/ledger`
    ///
    /// The replies don't say, so that without it a token for the wrong user goes unseen.
    #[arg(long, value_name = "URL")]
    pub(crate) ledger: Option<String>,

    /// Print the report as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Write the report as JUnit XML too
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,

    /// Write the dated record of a run with GLEAN_LIVE=1
    ///
    /// In this crate its place is contract/record.json, which every fake built from it quotes.
    #[arg(long, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,

    /// How many requests to send at most
    #[arg(long, value_name = "NUMBER", default_value_t = 500)]
    pub(crate) cap: usize,

    /// How long to wait for a reply, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub(crate) timeout: u64,
}

/// List the cases of the contract
#[derive(clap::Args)]
pub(crate) struct CasesArgs {
    /// Print them as JSON
    #[arg(long)]
    pub(crate) json: bool,

    /// Print the JSON Schema of that
    #[arg(long, conflicts_with = "json")]
    pub(crate) schema: bool,
}

/// Print the contract as a Pact V4 file
///
/// The states of its interactions are set up by `/_glean/provider-states`.
#[derive(clap::Args)]
pub(crate) struct PactArgs {
    /// The consumer's name
    #[arg(long, value_name = "NAME", default_value = "createToken client")]
    pub(crate) consumer: String,

    /// The provider's name
    #[arg(long, value_name = "NAME", default_value = "Glean")]
    pub(crate) provider: String,
}
