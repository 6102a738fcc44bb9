use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use glean_benches::server::Server;
use glean_benches::{Case, Group, Result};

use crate::table::{self, Row, Time};

/// How often each case is timed, in turn with the others of its group.
const ROUNDS: usize = 201;
/// How often a case is timed that needs a process each time.
const COLD_ROUNDS: usize = 41;
/// How long a case is run at a time.
const BATCH: Duration = Duration::from_millis(4);
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

/// Runs a case once, and prints how many nanoseconds it took, by the clock and on the processor.
pub(crate) fn once(mut case: Case) -> Result<()> {
    let Time { elapsed, cpu } = time(&mut case, 1)?;
    println!("{elapsed} {cpu}");
    Ok(())
}

/// Prints what a cache with a million users holds.
pub(crate) fn memory() -> Result<()> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_count-allocations"));
    print!("{}", stdout(command.args(["memory", "1000000"]))?);
    Ok(())
}

fn rows(group: &mut Group, server: SocketAddr) -> Result<Vec<Row>> {
    let (rounds, counted) = if group.is_cold {
        (COLD_ROUNDS, 1)
    } else {
        (ROUNDS, COUNTED)
    };
    let mut rows: Vec<Row> = Vec::new();
    let mut batches: Vec<u32> = Vec::new();
    for case in &mut group.cases {
        rows.push(row(case.name, counted, server)?);
        batches.push(if group.is_cold { 1 } else { batch(case)? });
    }
    let count = rows.len();
    for round in 0..rounds {
        // Each case is first as often as it is last.
        for index in (0..count).map(|offset| (round + offset) % count) {
            let case = &mut group.cases[index];
            let time = if group.is_cold {
                time_in_new_process(case.name, server)?
            } else {
                time(case, batches[index])?
            };
            rows[index].times.push(time);
        }
    }
    Ok(rows)
}

/// Warms a case up, and finds how many calls fill a batch.
fn batch(case: &mut Case) -> Result<u32> {
    case.run(100)?;
    let call = time(case, 1_000)?.elapsed;
    Ok((BATCH.as_nanos() as f64 / call).ceil() as u32)
}

fn time(case: &mut Case, calls: u32) -> Result<Time> {
    let (started, cpu) = (Instant::now(), ThreadTime::now());
    case.run(calls)?;
    let a_call = |time: Duration| time.as_nanos() as f64 / f64::from(calls);
    Ok(Time {
        cpu: a_call(cpu.elapsed()),
        elapsed: a_call(started.elapsed()),
    })
}

fn time_in_new_process(name: &str, server: SocketAddr) -> Result<Time> {
    let exe = std::env::current_exe()?;
    let mut command = Command::new(exe);
    command.args(["once", name, &server.to_string()]);
    let times = stdout(&mut command)?;
    let (elapsed, cpu) = times.trim().split_once(' ').ok_or("no times")?;
    Ok(Time {
        elapsed: elapsed.parse()?,
        cpu: cpu.parse()?,
    })
}

fn row(name: &'static str, calls: u32, server: SocketAddr) -> Result<Row> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_count-allocations"));
    command.args([name, &calls.to_string(), &server.to_string()]);
    let counts = stdout(&mut command)?;
    let (allocations, bytes) = counts.trim().split_once(' ').ok_or("no counts")?;
    Ok(Row {
        name,
        times: Vec::new(),
        allocations: allocations.parse()?,
        bytes: bytes.parse()?,
    })
}

fn stdout(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}
