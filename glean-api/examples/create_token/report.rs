use std::io::{self, Write};
use std::time::{Duration, SystemTime};

use glean_api::ApiResponse;
use glean_api::models::CreateAuthTokenResponse;

use crate::target::Target;

/// Prints exactly what the Web SDK takes, and says on stderr that the token is in it.
pub(crate) fn json(minted: &CreateAuthTokenResponse) -> io::Result<()> {
    let json = serde_json::to_string(minted)?;
    writeln!(io::stdout(), "{json}")?;
    let note = "note: the minted token was printed on stdout; whoever has it is that user";
    writeln!(io::stderr(), "{note}")
}

/// Prints what happened, with the token redacted.
pub(crate) fn text(
    target: &Target,
    minted: &ApiResponse<CreateAuthTokenResponse>,
) -> io::Result<()> {
    let fake = match target.fake {
        Some(_) => " (the fake Glean server, started for this run)",
        None => "",
    };
    let attempts = match minted.attempts {
        1 => "1 attempt".to_owned(),
        attempts => format!("{attempts} attempts"),
    };
    let url = target.glean.core().server_url().to_string();
    let user = target.act_as.as_deref();
    let mut out = io::stdout().lock();
    writeln!(out, "Minted a token.")?;
    writeln!(out, "  server   {}{fake}", url.trim_end_matches('/'))?;
    writeln!(
        out,
        "  for      {}",
        user.unwrap_or("whom the credential stands for")
    )?;
    writeln!(out, "  reply    {}, {attempts}", minted.status)?;
    writeln!(out, "  token    {:?}", minted.value.token)?;
    writeln!(
        out,
        "  expires  {}",
        expiry(&minted.value, SystemTime::now())
    )
}

/// The first second that no date of four digits has: the year 10000.
const BEYOND_DATES: i64 = 253_402_300_800;

fn expiry(minted: &CreateAuthTokenResponse, now: SystemTime) -> String {
    if !(0..BEYOND_DATES).contains(&minted.expiration_time) {
        let second = minted.expiration_time;
        return format!("at second {second} of the Unix epoch: did the server mean another unit?");
    }
    let at = humantime::format_rfc3339_seconds(minted.expires_at()).to_string();
    let at = at.replace('T', " ").replace('Z', " UTC");
    if minted.is_expired(now) {
        return format!("already, {at}: is this machine's clock right?");
    }
    // To the nearest minute: the reply itself took some of the last one.
    let minutes = (minted.expires_in(now) + Duration::from_secs(30)).as_secs() / 60;
    format!("in {} h {} min, {at}", minutes / 60, minutes % 60)
}
