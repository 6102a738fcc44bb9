use std::io::{self, Write};
use std::time::{Duration, SystemTime};

use glean_api::ApiResponse;
use glean_api::models::CreateAuthTokenResponse;

use crate::target::Target;

/// Prints exactly what the Web SDK takes, and says on stderr that the token is in it.
pub(crate) fn json(minted: &CreateAuthTokenResponse) -> io::Result<()> {
    let json = serde_json::to_string(minted)?;
    writeln!(io::stdout(), "{json}")?;
    eprintln!("note: the minted token was printed on stdout; whoever has it is that user");
    Ok(())
}

/// Prints what happened, with the token redacted.
pub(crate) fn text(target: &Target, minted: &ApiResponse<CreateAuthTokenResponse>) {
    let fake = match target.fake {
        Some(_) => " (the fake Glean server, started for this run)",
        None => "",
    };
    let attempts = match minted.attempts {
        1 => "1 attempt".to_owned(),
        attempts => format!("{attempts} attempts"),
    };
    let url = target.glean.core().server_url().to_string();
    println!("Minted a token.");
    println!("  server   {}{fake}", url.trim_end_matches('/'));
    println!(
        "  for      {}",
        target
            .act_as
            .as_deref()
            .unwrap_or("whom the credential stands for")
    );
    println!("  reply    {}, {attempts}", minted.status);
    println!("  token    {:?}", minted.value.token);
    println!("  expires  {}", expiry(&minted.value, SystemTime::now()));
}

fn expiry(minted: &CreateAuthTokenResponse, now: SystemTime) -> String {
    let at = humantime::format_rfc3339_seconds(minted.expires_at()).to_string();
    let at = at.replace('T', " ").replace('Z', " UTC");
    if minted.is_expired(now) {
        return format!("already, {at}: is this machine's clock right?");
    }
    // To the nearest minute: the reply itself took some of the last one.
    let minutes = (minted.expires_in(now) + Duration::from_secs(30)).as_secs() / 60;
    format!("in {} h {} min, {at}", minutes / 60, minutes % 60)
}
