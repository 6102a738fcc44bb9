//! Timing the cases of a group, each in turn with the others.

use std::process::Command;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use crate::{Case, Group, Result};

/// How often each case is timed, in turn with the others of its group.
const ROUNDS: usize = 201;
/// How often a case is timed that needs a process each time.
const COLD_ROUNDS: usize = 41;
/// How long a case is run at a time.
const BATCH: Duration = Duration::from_millis(4);

/// How long a call took, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    /// By the clock, waiting for the server included.
    pub elapsed: f64,
    /// On the processor, in this thread and in the kernel for it.
    pub cpu: f64,
}

/// Gives what a call took in each round, for each case of the group.
///
/// A cold case is timed by this program, run anew as `once CASE` with `arguments` behind it; what that
/// calls is [`once`].
///
/// # Errors
///
/// Returns the error of a case that fails.
pub fn rounds(group: &mut Group, arguments: &[&str]) -> Result<Vec<Vec<Time>>> {
    let mut batches: Vec<u32> = Vec::new();
    for case in &mut group.cases {
        batches.push(if group.is_cold { 1 } else { batch(case)? });
    }
    let count = group.cases.len();
    let mut times = vec![Vec::new(); count];
    for round in 0..if group.is_cold { COLD_ROUNDS } else { ROUNDS } {
        // Each case is first as often as it is last.
        for index in (0..count).map(|offset| (round + offset) % count) {
            let case = &mut group.cases[index];
            let time = if group.is_cold {
                in_new_process(case.name, arguments)?
            } else {
                time(case, batches[index])?
            };
            times[index].push(time);
        }
    }
    Ok(times)
}

/// Runs a case once, and prints how many nanoseconds it took, by the clock and on the processor.
///
/// # Errors
///
/// Returns the error of the case, if it fails.
pub fn once(mut case: Case) -> Result<()> {
    let Time { elapsed, cpu } = time(&mut case, 1)?;
    println!("{elapsed} {cpu}");
    Ok(())
}

/// Keeps this thread, and the servers that it starts, on one core: waking another one takes twice as long
/// as the whole call, or not, as the scheduler likes.
pub fn share_a_core() {
    let cores = core_affinity::get_core_ids().unwrap_or_default();
    let is_pinned = cores
        .first()
        .is_some_and(|core| core_affinity::set_for_current(*core));
    if !is_pinned {
        println!("the times over a socket are noisy: this system keeps no process on one core");
    }
}

/// Gives the value in the middle.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Gives what a program prints.
///
/// # Errors
///
/// Returns what it prints as its error, if it fails.
pub fn stdout(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(String::from_utf8(output.stdout)?)
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

fn in_new_process(name: &str, arguments: &[&str]) -> Result<Time> {
    let exe = std::env::current_exe()?;
    let times = stdout(Command::new(exe).args(["once", name]).args(arguments))?;
    let (elapsed, cpu) = times.trim().split_once(' ').ok_or("no times")?;
    Ok(Time {
        elapsed: elapsed.parse()?,
        cpu: cpu.parse()?,
    })
}
