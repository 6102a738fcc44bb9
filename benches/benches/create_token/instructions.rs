use std::net::SocketAddr;
use std::process::Command;

use glean_benches::server::Server;
use glean_benches::{Group, Result};

/// How many calls the shorter of two runs makes. What is not of a call cancels out between them.
const CALLS: u32 = 1_000;

/// Has valgrind count the instructions of all cases, outside the kernel, and prints them.
pub(crate) fn print(server: &Server) -> Result<()> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("SKIPPED: instructions are counted by valgrind, which is not installed");
        return Ok(());
    }
    for group in Group::all(server.address())? {
        // A cold case is of interest for its time alone: it waits for files to be read.
        if group.is_cold {
            continue;
        }
        println!("\n{:<42}{:>12}{:>7}", group.name, "instructions", "ratio");
        let mut baseline = None;
        for case in &group.cases {
            let once = count(case.name, CALLS, server.address())?;
            let twice = count(case.name, 2 * CALLS, server.address())?;
            let a_call = twice.saturating_sub(once) as f64 / f64::from(CALLS);
            let ratio = a_call / *baseline.get_or_insert(a_call);
            println!("{:<42}{a_call:>12.0}{ratio:>7.2}", case.name);
        }
    }
    Ok(())
}

/// Counts the instructions of a whole process that runs one case.
fn count(case: &str, calls: u32, server: SocketAddr) -> Result<u64> {
    let path = std::env::temp_dir().join(format!("glean-benches.{}", std::process::id()));
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", path.display()))
        .arg(std::env::current_exe()?)
        .args(["run", case, &calls.to_string(), &server.to_string()])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let profile = std::fs::read_to_string(&path)?;
    std::fs::remove_file(&path)?;
    let mut lines = profile.lines();
    let totals = lines.find_map(|line| line.strip_prefix("totals: "));
    Ok(totals.ok_or("valgrind gave no totals")?.trim().parse()?)
}
