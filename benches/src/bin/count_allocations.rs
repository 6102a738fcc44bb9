//! Counts allocations and bytes a call of one case: `count-allocations CASE CALLS SERVER`; or what a
//! cache keeps for each user: `count-allocations memory USERS`.
//!
//! The benchmark runs it; its allocator counts what this thread allocates, and a buffer that grows
//! as one more.

use glean_benches::{Group, Result, token_cache};

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, calls, server) = match &arguments[..] {
        [memory, users] if memory == "memory" => return memory_of(users.parse()?),
        [name, calls, server] => (name, calls, server),
        _ => return Err("give a case, how often to call it, and the server's address".into()),
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

/// Fills a cache with users, and prints the bytes that it then holds for each.
fn memory_of(users: u32) -> Result<()> {
    let mut filled = None;
    let counted = allocation_counter::measure(|| filled = Some(token_cache::filled(users)));
    let cache = filled.ok_or("nothing was filled")??;
    println!(
        "{} users: {:.0} bytes each, {:.0} allocations each",
        cache.len(),
        counted.bytes_current as f64 / f64::from(users),
        counted.count_current as f64 / f64::from(users)
    );
    Ok(())
}
