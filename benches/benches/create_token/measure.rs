use std::net::SocketAddr;
use std::process::Command;

use glean_benches::server::Server;
use glean_benches::{Group, Result, timing};

use crate::table::{self, Row};

/// Over how many calls allocations are counted.
const COUNTED: u32 = 1_000;

/// Times all groups and prints them.
pub(crate) fn print(server: &Server) -> Result<()> {
    for mut group in Group::all(server.address())? {
        let rows = rows(&mut group, server.address())?;
        table::print(group.name, &rows);
    }
    Ok(())
}

/// Prints what a cache with a million users holds.
pub(crate) fn memory() -> Result<()> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_count-allocations"));
    print!("{}", timing::stdout(command.args(["memory", "1000000"]))?);
    Ok(())
}

fn rows(group: &mut Group, server: SocketAddr) -> Result<Vec<Row>> {
    let counted = if group.is_cold { 1 } else { COUNTED };
    let mut rows: Vec<Row> = Vec::new();
    for case in &group.cases {
        rows.push(row(case.name, counted, server)?);
    }
    let times = timing::rounds(group, &[&server.to_string()])?;
    for (row, times) in rows.iter_mut().zip(times) {
        row.times = times;
    }
    Ok(rows)
}

fn row(name: &'static str, calls: u32, server: SocketAddr) -> Result<Row> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_count-allocations"));
    command.args([name, &calls.to_string(), &server.to_string()]);
    let counts = timing::stdout(&mut command)?;
    let (allocations, bytes) = counts.trim().split_once(' ').ok_or("no counts")?;
    Ok(Row {
        name,
        times: Vec::new(),
        allocations: allocations.parse()?,
        bytes: bytes.parse()?,
    })
}
