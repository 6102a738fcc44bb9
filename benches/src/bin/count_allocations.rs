//! Counts allocations and bytes a call of one case: `count-allocations CASE CALLS SERVER`.
//!
//! The benchmark runs it; its allocator counts what this thread allocates, and a buffer that grows
//! as one more.

use glean_benches::{Group, Result};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, calls, server] = &arguments[..] else {
        return Err("give a case, how often to call it, and the server's address".into());
    };
    let calls: u32 = calls.parse()?;
    let mut case = Group::case(name, server.parse()?)?;
    // What only the first calls allocate is not counted, unless there is but one.
    case.run(calls / 10)?;
    let mut outcome = Ok(());
    let counted = allocation_counter::measure(|| outcome = case.run(calls));
    outcome?;
    let a_call = |total: u64| total as f64 / f64::from(calls);
    println!(
        "{} {}",
        a_call(counted.count_total),
        a_call(counted.bytes_total)
    );
    Ok(())
}
